// Shapes requests to data memory: which, byte lanes, alignment. Pure logic.
//
// Only naturally aligned accesses go out; a misaligned one traps before it reaches the bus.
module core_lsu
  import core_pkg::*;
(
  input  kind_e       kind_i,
  // Size as in funct3[1:0]: 0 byte, 1 half, 2 word.
  input  logic [1:0]  size_i,
  input  logic [1:0]  addr_i,
  input  logic [31:0] store_data_i,
  output logic        misaligned_o,
  // It is a load, store or fence.
  output logic        valid_o,
  output mem_op_e     op_o,
  output logic [3:0]  be_o,
  output logic [31:0] wdata_o
);
  always_comb begin
    valid_o = 1'b1;
    unique case (kind_i)
      KindLoad:  op_o = MemLoad;
      KindStore: op_o = MemStore;
      KindFence: op_o = MemFence;
      default: begin
        valid_o = 1'b0;
        op_o    = MemLoad;
      end
    endcase
  end

  always_comb begin
    unique case (size_i)
      2'b00: begin
        misaligned_o = 1'b0;
        be_o         = 4'b0001 << addr_i;
        wdata_o      = {4{store_data_i[7:0]}};
      end
      2'b01: begin
        misaligned_o = addr_i[0];
        be_o         = addr_i[1] ? 4'b1100 : 4'b0011;
        wdata_o      = {2{store_data_i[15:0]}};
      end
      default: begin
        misaligned_o = addr_i != 2'b00;
        be_o         = 4'b1111;
        wdata_o      = store_data_i;
      end
    endcase
  end
endmodule
