// One mhpmcounter of 32 bits with its mhpmevent: counts the cycles in which the event that software
// has chosen happens.
//
// Numbers of events are positions in core_pkg::events_t; a number that names none becomes 0, no
// event. The cycles that pass asleep while the clock stands can be counted by one of the counters
// only, because that takes an adder.
module core_event_counter #(
  // This one has the adder; to the others sleep is no event.
  parameter bit CountsSleep = 1'b0
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        write_count_i,
  input  logic        write_select_i,
  input  logic [31:0] wdata_i,
  input  logic        inhibit_i,

  input  core_pkg::events_t events_i,
  input  logic [31:0] stood_cycles_i,

  output logic [31:0] count_o,
  output logic [3:0]  selected_o
);
  logic is_legal;
  assign is_legal = wdata_i <= 32'(core_pkg::EventLast) &&
      (CountsSleep || wdata_i[3:0] != core_pkg::EventSleep);

  logic [15:0] happens;
  logic [31:0] step;
  assign happens = 16'(events_i);
  assign step    = CountsSleep && selected_o == core_pkg::EventSleep ? stood_cycles_i : 32'd0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_o    <= '0;
      selected_o <= '0;
    end else begin
      if (selected_o != 4'd0 && happens[selected_o] && !inhibit_i) begin
        count_o <= CountsSleep ? count_o + step + 32'd1 : count_o + 32'd1;
      end
      if (write_count_i) count_o <= wdata_i;
      if (write_select_i) selected_o <= is_legal ? wdata_i[3:0] : 4'd0;
    end
  end
endmodule
