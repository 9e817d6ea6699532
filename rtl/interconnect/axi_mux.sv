// Joins several managers of the memory bus onto one port.
//
// Round robin for reads and for writes; the write data of a burst follows its address, bursts never
// mix. The mux puts the manager's number into id[7:4] on the way out and takes it off on the way
// back, so a manager's own answers keep their order. Rule for managers: no `valid` may depend
// combinationally on a `ready`.
`include "rtl/common/assert.svh"

module axi_mux #(
  // Managers. Requires: 2 to 16, because a manager is named by four id bits.
  parameter int unsigned NumManagers = 5,
  // Write bursts whose address has been taken and whose data has not. Requires: a power of two, at
  // least 2.
  parameter int unsigned WriteDepth = 4
) (
  input  logic clk_i,
  input  logic rst_ni,

  // From the managers, by manager number.
  input  axi_pkg::req_t mgr_req_i [NumManagers],
  output axi_pkg::rsp_t mgr_rsp_o [NumManagers],

  // To memory.
  output axi_pkg::req_t mem_req_o,
  input  axi_pkg::rsp_t mem_rsp_i
);
  localparam int unsigned IndexWidth = $clog2(NumManagers);
  typedef logic [IndexWidth-1:0] index_t;

  // Who has an address to send.
  logic [NumManagers-1:0] ar_valid, aw_valid;
  for (genvar i = 0; i < NumManagers; i++) begin : gen_valid
    assign ar_valid[i] = mgr_req_i[i].ar_valid;
    assign aw_valid[i] = mgr_req_i[i].aw_valid;
  end

  logic ar_any, aw_any, owners_full, aw_done;
  index_t ar_index, aw_index;

  round_robin #(
    .NumInputs(NumManagers)
  ) u_ar_arbiter (
    .clk_i,
    .rst_ni,
    .valid_i(ar_valid),
    .valid_o(ar_any),
    .index_o(ar_index),
    .ready_i(mem_rsp_i.ar_ready)
  );

  round_robin #(
    .NumInputs(NumManagers)
  ) u_aw_arbiter (
    .clk_i,
    .rst_ni,
    .valid_i(aw_valid),
    .valid_o(aw_any),
    .index_o(aw_index),
    .ready_i(aw_done)
  );

  // Whose write data comes next: one place for each address taken, in that order.
  localparam int unsigned DepthWidth = $clog2(WriteDepth);
  index_t owners_q [WriteDepth];
  logic [DepthWidth:0] owners_head_q, owners_tail_q;
  logic owners_any, w_done;
  index_t w_owner;
  assign owners_any = owners_head_q != owners_tail_q;
  assign owners_full = (owners_tail_q - owners_head_q) == (DepthWidth + 1)'(WriteDepth);
  assign w_owner = owners_q[owners_head_q[DepthWidth-1:0]];
  assign aw_done = aw_any && !owners_full && mem_rsp_i.aw_ready;
  assign w_done = request.w_valid && mem_rsp_i.w_ready && request.w.last;

  always_ff @(posedge clk_i) begin
    if (aw_done) owners_q[owners_tail_q[DepthWidth-1:0]] <= aw_index;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      owners_head_q <= '0;
      owners_tail_q <= '0;
    end else begin
      if (aw_done) owners_tail_q <= owners_tail_q + 1'b1;
      if (w_done) owners_head_q <= owners_head_q + 1'b1;
    end
  end

  // Whose answer comes in.
  index_t r_index, b_index;
  assign r_index = mem_rsp_i.r.id[4+:IndexWidth];
  assign b_index = mem_rsp_i.b.id[4+:IndexWidth];

  // Structs are copied whole and then corrected: fields of wide structs are slow to simulate one by
  // one. What does not depend on memory's signals stands apart for the same reason.
  axi_pkg::req_t request;
  always_comb begin
    request          = mgr_req_i[w_owner];
    request.w_valid  = owners_any && mgr_req_i[w_owner].w_valid;
    request.ar_valid = ar_any;
    request.ar       = mgr_req_i[ar_index].ar;
    request.ar.id    = {4'(ar_index), mgr_req_i[ar_index].ar.id[3:0]};
    request.aw_valid = aw_any && !owners_full;
    request.aw       = mgr_req_i[aw_index].aw;
    request.aw.id    = {4'(aw_index), mgr_req_i[aw_index].aw.id[3:0]};
  end

  always_comb begin
    mem_req_o         = request;
    mem_req_o.r_ready = mgr_req_i[r_index].r_ready;
    mem_req_o.b_ready = mgr_req_i[b_index].b_ready;
  end

  // The answer as each manager sees it, but for the valid and ready bits.
  axi_pkg::rsp_t answer;
  always_comb begin
    answer           = mem_rsp_i;
    answer.r.id[7:4] = '0;
    answer.b.id[7:4] = '0;
  end

  for (genvar i = 0; i < NumManagers; i++) begin : gen_answer
    always_comb begin
      mgr_rsp_o[i]          = answer;
      mgr_rsp_o[i].ar_ready = mem_rsp_i.ar_ready && ar_any && ar_index == index_t'(i);
      mgr_rsp_o[i].aw_ready = aw_done && aw_index == index_t'(i);
      mgr_rsp_o[i].w_ready  = mem_rsp_i.w_ready && owners_any && w_owner == index_t'(i);
      mgr_rsp_o[i].r_valid  = mem_rsp_i.r_valid && r_index == index_t'(i);
      mgr_rsp_o[i].b_valid  = mem_rsp_i.b_valid && b_index == index_t'(i);
    end
  end

  `ASSERT_INIT(ManagersFitTheId, NumManagers >= 2 && NumManagers <= 16)
  `ASSERT_INIT(DepthIsPowerOfTwo, WriteDepth >= 2 && 2 ** DepthWidth == WriteDepth)
  // Answers come only to managers that exist.
  logic stray_answer;
  assign stray_answer = (mem_rsp_i.r_valid && 32'(mem_rsp_i.r.id[7:4]) >= NumManagers) ||
                        (mem_rsp_i.b_valid && 32'(mem_rsp_i.b.id[7:4]) >= NumManagers);
  `ASSERT_NOW(AnswersHaveOwners, !stray_answer)
  // The upper id bits are the mux's.
  logic long_id;
  assign long_id = (ar_any && mgr_req_i[ar_index].ar.id[7:4] != '0) ||
                   (aw_any && mgr_req_i[aw_index].aw.id[7:4] != '0);
  `ASSERT_NOW(IdsAreShort, !long_id)
endmodule
