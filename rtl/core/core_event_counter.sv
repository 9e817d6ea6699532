// One mhpmcounter of 32 bits with its mhpmevent: counts the cycles in which the event that software
// has chosen happens.
//
// Numbers of events are positions in core_pkg::events_t; a number that names none becomes 0, no
// event.
module core_event_counter (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        write_count_i,
  input  logic        write_select_i,
  input  logic [31:0] wdata_i,
  input  logic        inhibit_i,

  input  core_pkg::events_t events_i,

  output logic [31:0] count_o,
  output logic [3:0]  selected_o
);
  logic is_legal;
  assign is_legal = wdata_i <= 32'(core_pkg::EventLast) && wdata_i[3:0] != core_pkg::EventSleep;

  logic [15:0] happens;
  assign happens = 16'(events_i);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_o    <= '0;
      selected_o <= '0;
    end else begin
      if (selected_o != 4'd0 && happens[selected_o] && !inhibit_i) begin
        count_o <= count_o + 32'd1;
      end
      if (write_count_i) count_o <= wdata_i;
      if (write_select_i) selected_o <= is_legal ? wdata_i[3:0] : 4'd0;
    end
  end
endmodule
