// Model of loads and stores (unprivileged specification 2.6). Misaligned ones trap on this core.
`include "testbench/formal/spec/spec.svh"

module spec_memory (
  `SPEC_PORTS
);
  logic is_load, is_store;
  assign is_load  = insn_i[6:0] == 7'b0000011 && insn_i[14:12] != 3'b011 &&
      insn_i[14:12] != 3'b110 && insn_i[14:12] != 3'b111;
  assign is_store = insn_i[6:0] == 7'b0100011 && insn_i[14:12] <= 3'b010;

  logic [31:0] offset, addr;
  assign offset = {{20{insn_i[31]}}, insn_i[31:25], is_store ? insn_i[11:7] : insn_i[24:20]};
  assign addr   = rs1_i + offset;

  logic [3:0]  mask;
  logic        misaligned;
  logic [31:0] loaded;
  always_comb begin
    case (insn_i[13:12])
      2'b00: begin
        mask       = 4'b0001;
        misaligned = 1'b0;
        loaded     = {{24{mem_rdata_i[7] && !insn_i[14]}}, mem_rdata_i[7:0]};
      end
      2'b01: begin
        mask       = 4'b0011;
        misaligned = addr[0];
        loaded     = {{16{mem_rdata_i[15] && !insn_i[14]}}, mem_rdata_i[15:0]};
      end
      default: begin
        mask       = 4'b1111;
        misaligned = addr[1:0] != 2'b00;
        loaded     = mem_rdata_i;
      end
    endcase
  end

  always_comb begin
    spec_o            = '0;
    spec_o.valid      = is_load || is_store;
    spec_o.misaligned = misaligned;
    spec_o.rs1        = insn_i[19:15];
    spec_o.rs2        = is_store ? insn_i[24:20] : 5'd0;
    spec_o.rd         = is_load ? insn_i[11:7] : 5'd0;
    spec_o.rd_wdata   = loaded;
    spec_o.pc_wdata   = behind_i;
    spec_o.mem_addr   = addr;
    spec_o.mem_rmask  = is_load ? mask : 4'b0000;
    spec_o.mem_wmask  = is_store ? mask : 4'b0000;
    spec_o.mem_wdata  = rs2_i;
  end

  logic unused_inputs;
  assign unused_inputs = ^pc_i;
endmodule
