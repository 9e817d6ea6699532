// What yosys_synth_test must refuse, a module each, and one that it must not.
module latched (
  input  logic enable_i,
  input  logic data_i,
  output logic kept_o
);
  always_latch if (enable_i) kept_o = data_i;
endmodule

module looped (
  input  logic enable_i,
  input  logic data_i,
  output logic looped_o
);
  logic there, back;
  assign there    = back ^ data_i;
  assign back     = there | enable_i;
  assign looped_o = back;
endmodule

module inverted (
  input  logic data_i,
  output logic inverted_o
);
  assign inverted_o = !data_i;
endmodule
