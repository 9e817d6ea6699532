// Uses a generated package as a block does: decodes addresses, and moves words through the structs.
module example_user
  import example_regs_pkg::*;
(
  input  logic [11:0] addr_i,
  input  logic [31:0] wdata_i,
  output logic        start_o,
  output logic [31:0] rdata_o
);
  lane_cmd_t    cmd;
  lane_status_t status;

  assign cmd     = lane_cmd_t'(wdata_i);
  assign start_o = addr_i == LaneCmdOffset && cmd.start;

  logic unused_cmd;
  assign unused_cmd = ^{cmd.reserved_31_2, cmd.stop};

  always_comb begin
    status       = '0;
    status.state = LaneStatusStateBusy;
    unique case (addr_i)
      IdOffset:         rdata_o = IdReset;
      LaneStatusOffset: rdata_o = status;
      default:          rdata_o = '0;
    endcase
  end
endmodule
