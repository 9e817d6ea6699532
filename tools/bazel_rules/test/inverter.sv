// Inverts a word: a second model, without a clock, to prove that two fit in one program.
module inverter #(
  parameter int unsigned Width = 8
) (
  input  logic [Width-1:0] data_i,
  output logic [Width-1:0] data_o
);
  assign data_o = ~data_i;
endmodule
