// Takes bursts of the engine's parts through the MMU and onto the memory bus, one translation at a
// time.
//
// A client holds its request until `done_o`: then the burst is on the bus (`ok`) or was refused.
// Write data follows in the order of the requests; read data and write answers are told apart by
// bus id.
`include "rtl/common/assert.svh"

module sdma_mem
  import sdma_pkg::*;
(
  input  logic                         clk_i,
  input  logic                         rst_ni,

  // Requests.
  input  logic     [NumMemClients-1:0] req_valid_i,
  input  mem_req_t [NumMemClients-1:0] req_i,
  output logic     [NumMemClients-1:0] done_o,
  output mem_rsp_t                     rsp_o,

  // Write data, answers.
  input  logic                         store_w_valid_i,
  output logic                         store_w_ready_o,
  input  axi_pkg::w_t                  store_w_i,
  output logic                         store_b_valid_o,
  input  logic                         mover_w_valid_i,
  output logic                         mover_w_ready_o,
  input  axi_pkg::w_t                  mover_w_i,
  output logic                         mover_b_valid_o,
  output logic                         b_error_o,

  // Read data: always taken, a client asks only for what it has room for.
  output logic                         fetch_r_valid_o,
  output logic                         mover_r_valid_o,
  output axi_pkg::data_t               r_data_o,
  output logic                         r_last_o,
  output logic                         r_error_o,

  // MMU.
  output logic                         mmu_req_valid_o,
  input  logic                         mmu_req_ready_i,
  output mmu_pkg::req_t                mmu_req_o,
  input  logic                         mmu_rsp_valid_i,
  input  mmu_pkg::rsp_t                mmu_rsp_i,

  // Memory bus.
  output axi_pkg::req_t                axi_req_o,
  input  axi_pkg::rsp_t                axi_rsp_i
);
  localparam int unsigned ClientWidth = $clog2(NumMemClients);
  typedef logic [ClientWidth-1:0] client_t;

  typedef enum logic [1:0] {StIdle, StAsk, StAnswer, StIssue} state_e;

  state_e         state_q, state_d;
  client_t        client_q, client_d;
  axi_pkg::addr_t pa_q, pa_d;
  // Who owns the write bursts on the bus whose data is not sent yet, oldest in bit 0; 1: the mover.
  logic [1:0]     owner_q, owner_d;
  logic [1:0]     owners_q, owners_d;

  mem_req_t req;
  logic     is_write;
  logic     ar_valid, aw_valid, issued;
  logic     w_valid, w_done;
  axi_pkg::w_t w;

  assign req      = req_i[client_q];
  assign is_write = client_q == client_t'(MemStore) || client_q == client_t'(MemMoverWrite);

  // Apart from what reads the bus's answer, so that no valid seems to depend on a ready.
  assign ar_valid = state_q == StIssue && !is_write;
  assign aw_valid = state_q == StIssue && is_write && !owners_q[1];

  always_comb begin
    mmu_req_o       = '0;
    mmu_req_o.vmid  = req.vmid;
    mmu_req_o.va    = 64'(req.va);
    mmu_req_o.write = is_write;
  end

  always_comb begin
    state_d         = state_q;
    client_d        = client_q;
    pa_d            = pa_q;
    mmu_req_valid_o = 1'b0;
    issued          = 1'b0;
    done_o          = '0;
    rsp_o           = '{ok: 1'b1, reason: abi_pkg::FaultNone};
    unique case (state_q)
      // Lowest index wins.
      StIdle: if (req_valid_i != '0) begin
        for (int i = NumMemClients - 1; i >= 0; i--) if (req_valid_i[i]) client_d = client_t'(i);
        state_d = StAsk;
      end
      StAsk: begin
        mmu_req_valid_o = 1'b1;
        if (mmu_req_ready_i) state_d = StAnswer;
      end
      // Translating, perhaps walking.
      StAnswer: if (mmu_rsp_valid_i) begin
        pa_d    = mmu_rsp_i.pa;
        state_d = StIssue;
        if (!mmu_rsp_i.ok) begin
          done_o[client_q] = 1'b1;
          rsp_o            = '{ok: 1'b0, reason: mmu_rsp_i.reason};
          state_d          = StIdle;
        end
      end
      // Waits for the bus to take the address.
      StIssue: begin
        issued = ar_valid ? axi_rsp_i.ar_ready : aw_valid && axi_rsp_i.aw_ready;
        if (issued) begin
          done_o[client_q] = 1'b1;
          state_d          = StIdle;
        end
      end
      default: state_d = StIdle;
    endcase
  end

  always_comb begin
    owner_d  = owner_q;
    owners_d = owners_q;
    if (w_done) begin
      owner_d  = {1'b0, owner_q[1]};
      owners_d = owners_d - 2'd1;
    end
    if (issued && is_write) begin
      owner_d[owners_d[0]] = client_q == client_t'(MemMoverWrite);
      owners_d             = owners_d + 2'd1;
    end
  end

  assign w_valid         = owners_q != '0 && (owner_q[0] ? mover_w_valid_i : store_w_valid_i);
  assign w               = owner_q[0] ? mover_w_i : store_w_i;
  assign store_w_ready_o = owners_q != '0 && !owner_q[0] && axi_rsp_i.w_ready;
  assign mover_w_ready_o = owners_q != '0 && owner_q[0] && axi_rsp_i.w_ready;
  assign w_done          = w_valid && axi_rsp_i.w_ready && w.last;

  // The client's index is its bus id, so answers find back.
  axi_pkg::ax_t ax;
  assign ax = '{id: axi_pkg::id_t'(client_q), addr: {pa_q[47:5], 5'd0}, len: 8'(req.len)};
  assign axi_req_o = '{
    ar_valid: ar_valid,
    ar:       ax,
    r_ready:  1'b1,
    aw_valid: aw_valid,
    aw:       ax,
    w_valid:  w_valid,
    w:        w,
    b_ready:  1'b1
  };

  assign store_b_valid_o   = axi_rsp_i.b_valid && axi_rsp_i.b.id[1:0] == client_t'(MemStore);
  assign mover_b_valid_o   = axi_rsp_i.b_valid && axi_rsp_i.b.id[1:0] == client_t'(MemMoverWrite);
  assign b_error_o         = axi_rsp_i.b.resp != axi_pkg::RespOkay;

  assign fetch_r_valid_o   = axi_rsp_i.r_valid && axi_rsp_i.r.id[1:0] == client_t'(MemFetch);
  assign mover_r_valid_o   = axi_rsp_i.r_valid && axi_rsp_i.r.id[1:0] == client_t'(MemMoverRead);
  assign r_data_o          = axi_rsp_i.r.data;
  assign r_last_o          = axi_rsp_i.r.last;
  assign r_error_o         = axi_rsp_i.r.resp != axi_pkg::RespOkay;

  // The upper id bits are the interconnect's.
  logic unused_ids;
  assign unused_ids = ^{axi_rsp_i.r.id[7:2], axi_rsp_i.b.id[7:2], pa_q[4:0]};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q  <= StIdle;
      client_q <= '0;
      pa_q     <= '0;
      owner_q  <= '0;
      owners_q <= '0;
    end else begin
      state_q  <= state_d;
      client_q <= client_d;
      pa_q     <= pa_d;
      owner_q  <= owner_d;
      owners_q <= owners_d;
    end
  end

  `ASSERT_IF(RequestIsHeld, state_q != StIdle, req_valid_i[client_q])
  `ASSERT_IF(StaysInPage, state_q != StIdle, 13'(req.va[11:5]) + 13'(req.len) < 13'd128)
  `ASSERT_IF(AnswerWasAsked, mmu_rsp_valid_i, state_q == StAnswer)
  `ASSERT_IF(PageOffsetIsKept, mmu_rsp_valid_i && mmu_rsp_i.ok, mmu_rsp_i.pa[11:0] == req.va[11:0])
  `ASSERT_IF(ReadIsForUs, axi_rsp_i.r_valid, fetch_r_valid_o || mover_r_valid_o)
  `ASSERT_IF(WriteAnswerIsForUs, axi_rsp_i.b_valid, store_b_valid_o || mover_b_valid_o)
endmodule
