// The interrupt block: writes entries of the engine and the firmware into a ring in system memory
// for the host.
//
// One entry at a time, and wptr moves only when memory has answered: what lies before wptr can be
// read. A full ring makes the producers wait, so nothing is lost; with no ring set up (RING_SIZE 0)
// entries are dropped and counted.
`include "rtl/common/assert.svh"

module ih (
  input  logic clk_i,
  input  logic rst_ni,

  // From the SDMA engine.
  input  logic           ih_valid_i,
  output logic           ih_ready_o,
  input  ih_pkg::entry_t ih_entry_i,

  // To the MMU's context table: the PASID of a VMID, answered in the same cycle.
  output logic [3:0]  pasid_vmid_o,
  input  logic [15:0] pasid_i,

  // Registers.
  input  regbus_pkg::req_t reg_req_i,
  output regbus_pkg::rsp_t reg_rsp_o,

  // Memory bus.
  output axi_pkg::req_t axi_req_o,
  input  axi_pkg::rsp_t axi_rsp_i,

  // Cycles since reset.
  input  logic [47:0] cycle_i,

  // To the host: there are entries to read.
  output logic irq_o,

  // No entry is in hand or waiting.
  output logic idle_o,
  // The edge that ends this cycle is needed; else it changes nothing.
  output logic clk_req_o
);
  logic [31:0] entry_addr;
  logic off, full, restart;
  logic written, bus_error, dropped;
  logic fw_valid, fw_ready;
  ih_pkg::entry_t fw_entry;
  logic [15:0] fw_pasid;

  ih_regs u_regs (
    .clk_i,
    .rst_ni,
    .reg_req_i,
    .reg_rsp_o,
    .entry_addr_o(entry_addr),
    .off_o       (off),
    .full_o      (full),
    .pending_o   (irq_o),
    .restart_o   (restart),
    .written_i   (written),
    .bus_error_i (bus_error),
    .dropped_i   (dropped),
    .fw_valid_o  (fw_valid),
    .fw_entry_o  (fw_entry),
    .fw_pasid_o  (fw_pasid),
    .fw_ready_i  (fw_ready)
  );

  typedef enum logic [1:0] {StIdle, StWrite, StAnswer} state_e;
  state_e state_q, state_d;

  // Two producers take turns when both have an entry.
  logic fw_was_last_q, pick_fw, take;
  assign pick_fw = fw_valid && (!ih_valid_i || !fw_was_last_q);
  assign take = state_q == StIdle && (fw_valid || ih_valid_i) && (off || !full);
  assign fw_ready = take && pick_fw;
  assign ih_ready_o = take && !pick_fw;
  assign dropped = take && off;

  assign idle_o = state_q == StIdle && !fw_valid && !ih_valid_i;
  assign clk_req_o = fw_valid || ih_valid_i || state_q == StWrite || axi_rsp_i.b_valid ||
                     axi_rsp_i.r_valid || reg_req_i.valid;

  assign pasid_vmid_o = ih_entry_i.vmid;

  // The entry in hand and where it goes.
  ih_pkg::memory_entry_t entry_q;
  logic [31:0] addr_q;
  logic aw_taken_q, w_taken_q, stale_q;
  always_comb begin
    state_d   = state_q;
    written   = 1'b0;
    bus_error = 1'b0;
    unique case (state_q)
      // No entry in hand.
      StIdle: if (take && !off) state_d = StWrite;
      // Waits until memory has taken the address and the beat.
      StWrite: begin
        if ((aw_taken_q || axi_rsp_i.aw_ready) && (w_taken_q || axi_rsp_i.w_ready)) begin
          state_d = StAnswer;
        end
      end
      // Waits for memory's answer; only then may the host look.
      StAnswer: begin
        if (axi_rsp_i.b_valid) begin
          state_d   = StIdle;
          written   = axi_rsp_i.b.resp == axi_pkg::RespOkay && !stale_q;
          bus_error = axi_rsp_i.b.resp != axi_pkg::RespOkay;
        end
      end
      default: state_d = StIdle;
    endcase
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q       <= StIdle;
      fw_was_last_q <= 1'b0;
      entry_q       <= '0;
      addr_q        <= '0;
      aw_taken_q    <= 1'b0;
      w_taken_q     <= 1'b0;
      stale_q       <= 1'b0;
    end else begin
      state_q <= state_d;
      if (take) begin
        fw_was_last_q <= pick_fw;
        entry_q.timestamp <= cycle_i;
        if (pick_fw) begin
          entry_q.source   <= fw_entry.source;
          entry_q.client   <= fw_entry.client;
          entry_q.ring     <= fw_entry.ring;
          entry_q.vmid     <= fw_entry.vmid;
          entry_q.src_data <= fw_entry.src_data;
          entry_q.pasid    <= fw_pasid;
        end else begin
          entry_q.source   <= ih_entry_i.source;
          entry_q.client   <= ih_entry_i.client;
          entry_q.ring     <= ih_entry_i.ring;
          entry_q.vmid     <= ih_entry_i.vmid;
          entry_q.src_data <= ih_entry_i.src_data;
          entry_q.pasid    <= pasid_i;
        end
        addr_q        <= entry_addr;
        aw_taken_q    <= 1'b0;
        w_taken_q     <= 1'b0;
        stale_q       <= restart;
      end else begin
        if (state_q == StWrite && axi_rsp_i.aw_ready) aw_taken_q <= 1'b1;
        if (state_q == StWrite && axi_rsp_i.w_ready) w_taken_q <= 1'b1;
        // The host set the ring up again: the entry in hand belongs to the old one.
        if (restart) stale_q <= 1'b1;
      end
    end
  end

  always_comb begin
    axi_req_o          = '0;
    axi_req_o.aw_valid = state_q == StWrite && !aw_taken_q;
    axi_req_o.aw.addr  = 48'(addr_q);
    axi_req_o.w_valid  = state_q == StWrite && !w_taken_q;
    axi_req_o.w.data   = entry_q;
    axi_req_o.w.strb   = '1;
    axi_req_o.w.last   = 1'b1;
    axi_req_o.b_ready  = 1'b1;
  end

  logic unused_rsp;
  assign unused_rsp = ^{axi_rsp_i.ar_ready, axi_rsp_i.r_valid, axi_rsp_i.r, axi_rsp_i.b.id};

  `ASSERT_INIT(EntryIsOneBeat, $bits(ih_pkg::memory_entry_t) == axi_pkg::DataWidth)
  `ASSERT_NOW(OneProducerAtATime, !(fw_ready && ih_ready_o))
  `ASSERT_NOW(NoReadAnswer, !axi_rsp_i.r_valid)
  `ASSERT_IF(AnswerIsExpected, axi_rsp_i.b_valid, state_q == StAnswer)
  // A producer's entry stands still until it is taken.
  `ASSERT_KEEPS(ProducerHolds, ih_valid_i && !ih_ready_o, {ih_valid_i, ih_entry_i})
endmodule
