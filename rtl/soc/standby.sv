// Says when the clock may stop: every block is idle, nothing comes in, and that for long enough that
// what trails behind has settled.
//
// While `quiescent_o` is high a clock edge changes nothing but the counters of time, until an input
// moves or the timer's alarm comes. Whoever stops the clock tells on the next edge how long it stood.
`include "rtl/common/assert.svh"

module standby #(
  parameter int unsigned NumBlocks = 7
) (
  input  logic clk_i,
  input  logic rst_ni,

  // Nothing is under way in a block.
  input  logic [NumBlocks-1:0] idle_i,
  // An input of the machine is asking or answering.
  input  logic                 input_i,
  // Cycles that the clock stood before this edge; 0 while it runs.
  input  logic [31:0]          stood_cycles_i,

  output logic quiescent_o
);
  // A block's last pipeline registers move for at most two cycles after it has nothing to do: the
  // core's fetch stage and retire port, and watchers. Some are left over.
  localparam int unsigned SettleCycles = 4;

  logic quiet;
  logic [SettleCycles-1:0] quiet_q;
  assign quiet = &idle_i && !input_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) quiet_q <= '0;
    else quiet_q <= quiet ? {quiet_q[SettleCycles-2:0], 1'b1} : '0;
  end

  assign quiescent_o = quiet && (&quiet_q);

  `ASSERT_NOW(StandsOnlyWhenQuiescent, stood_cycles_i == '0 || quiescent_o)
endmodule
