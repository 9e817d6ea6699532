// Registers of the doorbell block: decode, counters, and firmware's accesses to the tables.
//
// Only the firmware core may write, and only it may pop; the host reads the rest. A refused access
// changes nothing.
`include "rtl/common/assert.svh"

module doorbell_regs
  import doorbell_pkg::*;
  import doorbell_regs_pkg::*;
(
  input  logic clk_i,
  input  logic rst_ni,

  // Register bus.
  input  regbus_pkg::req_t reg_req_i,
  output regbus_pkg::rsp_t reg_rsp_o,

  // To the bind table.
  output logic   bind_valid_o,
  output id_t    bind_id_o,
  output entry_t bind_entry_o,

  // Look at one doorbell; answered in the same cycle.
  output logic   query_valid_o,
  output id_t    query_id_o,
  input  entry_t query_entry_i,
  input  logic   query_pending_i,

  // Take the oldest pending id.
  output logic             pop_valid_o,
  input  logic             head_valid_i,
  input  id_t              head_id_i,
  input  logic [IdWidth:0] pending_count_i,

  // Rings taking effect, to be counted.
  input  logic ring_valid_i,
  input  logic ring_none_i,
  input  logic ring_unmapped_i,
  input  id_t  ring_id_i
);
  logic [31:0] ring_count_q, stray_count_q, unmapped_count_q;
  id_t stray_id_q, query_id_q;
  logic query_write;

  bind_t bind_word;
  assign bind_word = bind_t'(reg_req_i.wdata);
  assign bind_id_o = bind_word.id;
  assign bind_entry_o = '{kind: kind_e'(bind_word.kind), slot: bind_word.slot};

  // What the access asks of the tables, if its side may.
  logic by_firmware;
  assign by_firmware = !reg_req_i.from_host;
  always_comb begin
    bind_valid_o  = 1'b0;
    query_valid_o = 1'b0;
    pop_valid_o   = 1'b0;
    query_write   = 1'b0;
    if (reg_req_i.valid && reg_req_i.write) begin
      bind_valid_o = reg_req_i.addr == BindOffset && by_firmware && bind_word.kind <= KindMapped;
      query_write  = reg_req_i.addr == QueryOffset && by_firmware;
    end else if (reg_req_i.valid) begin
      pop_valid_o   = reg_req_i.addr == PopOffset && by_firmware && head_valid_i;
      query_valid_o = reg_req_i.addr == QueryResultOffset;
    end
  end

  pop_t pop_word;
  always_comb begin
    pop_word = '0;
    if (pop_valid_o) begin
      pop_word.id    = head_id_i;
      pop_word.valid = 1'b1;
    end
  end

  query_result_t result_word;
  always_comb begin
    result_word         = '0;
    result_word.id      = query_id_q;
    result_word.kind    = query_entry_i.kind;
    result_word.slot    = query_entry_i.slot;
    result_word.pending = query_pending_i;
  end

  always_comb begin
    reg_rsp_o = '0;
    if (reg_req_i.valid && reg_req_i.write) begin
      reg_rsp_o.error = !(bind_valid_o || query_write);
    end else if (reg_req_i.valid) begin
      unique case (reg_req_i.addr)
        PopOffset: begin
          reg_rsp_o.rdata = pop_word;
          reg_rsp_o.error = !by_firmware;
        end
        PeekCountOffset: reg_rsp_o.rdata = 32'(pending_count_i);
        RingCountOffset: reg_rsp_o.rdata = ring_count_q;
        StrayCountOffset: reg_rsp_o.rdata = stray_count_q;
        StrayIdOffset: reg_rsp_o.rdata = 32'(stray_id_q);
        UnmappedCountOffset: reg_rsp_o.rdata = unmapped_count_q;
        QueryOffset: reg_rsp_o.rdata = 32'(query_id_q);
        QueryResultOffset: reg_rsp_o.rdata = result_word;
        default: reg_rsp_o.error = 1'b1;
      endcase
    end
  end

  assign query_id_o = query_id_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) query_id_q <= '0;
    else if (query_write) query_id_q <= reg_req_i.wdata[12:0];
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ring_count_q     <= '0;
      stray_count_q    <= '0;
      stray_id_q       <= '0;
      unmapped_count_q <= '0;
    end else if (ring_valid_i) begin
      ring_count_q <= ring_count_q + 1'b1;
      if (ring_unmapped_i) unmapped_count_q <= unmapped_count_q + 1'b1;
      if (ring_none_i) begin
        stray_count_q <= stray_count_q + 1'b1;
        stray_id_q    <= ring_id_i;
      end
    end
  end

  logic unused_wdata;
  assign unused_wdata = ^{bind_word.reserved_31_22, bind_word.reserved_19_18,
                          bind_word.reserved_15_13};

  // The tables change only by firmware's hand, and not by an access that was refused.
  logic changes;
  assign changes = bind_valid_o || pop_valid_o || query_write;
  `ASSERT_IF(OnlyFirmwareChanges, reg_req_i.from_host, !changes)
  `ASSERT_IF(RefusalHasNoEffect, reg_rsp_o.error, !changes)
endmodule
