// Model of all that a compressed instruction can stand for, EBREAK aside.
`include "testbench/formal/spec/spec.svh"

module spec_compressible (
  `SPEC_PORTS
);
  spec_pkg::spec_t alu, jump, memory;
  spec_alu u_alu (`SPEC_CONNECT, .spec_o(alu));
  spec_jump u_jump (`SPEC_CONNECT, .spec_o(jump));
  spec_memory u_memory (`SPEC_CONNECT, .spec_o(memory));

  always_comb begin
    spec_o = memory;
    if (alu.valid) spec_o = alu;
    if (jump.valid) spec_o = jump;
  end
endmodule
