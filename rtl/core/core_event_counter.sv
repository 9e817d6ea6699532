// One mhpmcounter of 32 bits: counts the cycles in which the event that software chose happens.
//
// Numbers of events are positions in core_pkg::events_t; 0 is none.
module core_event_counter (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Some counter counts; some counter's CSR is written: a simulator looks no further otherwise.
  input  logic        active_i,
  input  logic        write_i,
  // What is written is this one.
  input  logic        mine_i,
  input  logic [31:0] wdata_i,

  input  logic [3:0]  selected_i,
  input  logic        inhibit_i,
  input  core_pkg::events_t events_i,

  output logic [31:0] count_o
);
  logic [15:0] happens;
  assign happens = 16'(events_i);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) count_o <= '0;
    else begin
      if (active_i) begin
        if (selected_i != 4'd0 && happens[selected_i] && !inhibit_i) count_o <= count_o + 32'd1;
      end
      if (write_i) begin
        if (mine_i) count_o <= wdata_i;
      end
    end
  end
endmodule
