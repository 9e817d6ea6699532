// Shapes loads and stores: byte lanes and alignment on the way out, shift and sign on the way back.
// Pure logic.
//
// Only naturally aligned accesses go out; a misaligned one traps before it reaches the bus.
module core_lsu (
  // Execute stage. Size as in funct3[1:0]: 0 byte, 1 half, 2 word.
  input  logic [1:0]  size_i,
  input  logic [31:0] addr_i,
  input  logic [31:0] store_data_i,
  output logic        misaligned_o,
  output logic [3:0]  be_o,
  output logic [31:0] wdata_o,

  // Write-back stage, with the same instruction's size and address.
  input  logic [2:0]  wb_funct3_i,
  input  logic [1:0]  wb_addr_i,
  input  logic [31:0] rdata_i,
  // Moved to bit 0 but not extended; the bits above the size are undefined.
  output logic [31:0] load_raw_o,
  output logic [31:0] load_data_o
);
  always_comb begin
    unique case (size_i)
      2'b00: begin
        misaligned_o = 1'b0;
        be_o         = 4'b0001 << addr_i[1:0];
        wdata_o      = {4{store_data_i[7:0]}};
      end
      2'b01: begin
        misaligned_o = addr_i[0];
        be_o         = addr_i[1] ? 4'b1100 : 4'b0011;
        wdata_o      = {2{store_data_i[15:0]}};
      end
      default: begin
        misaligned_o = addr_i[1:0] != 2'b00;
        be_o         = 4'b1111;
        wdata_o      = store_data_i;
      end
    endcase
  end

  assign load_raw_o = rdata_i >> {wb_addr_i, 3'b000};

  always_comb begin
    unique case (wb_funct3_i)
      3'b000:  load_data_o = {{24{load_raw_o[7]}}, load_raw_o[7:0]};
      3'b001:  load_data_o = {{16{load_raw_o[15]}}, load_raw_o[15:0]};
      3'b100:  load_data_o = {24'b0, load_raw_o[7:0]};
      3'b101:  load_data_o = {16'b0, load_raw_o[15:0]};
      default: load_data_o = load_raw_o;
    endcase
  end

  logic unused_addr;
  assign unused_addr = ^addr_i[31:2];
endmodule
