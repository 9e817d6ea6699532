// The hardware triggers of the core, and the CSRs that reach them: tselect, tdata1-3 and tinfo
// (debug specification 0.13.2, 5.2).
//
// They look at the instruction in the execute stage before it does anything. In debug mode none
// fires.
module core_triggers #(
  // 0 to 4. With 0 the CSRs do not exist.
  parameter int unsigned NumTriggers = 4
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // CSRs.
  input  logic        debug_mode_i,
  input  logic [11:0] csr_addr_i,
  output logic        csr_known_o,
  output logic [31:0] csr_rdata_o,
  input  logic        csr_write_i,
  input  logic [31:0] csr_wdata_i,

  // The instruction in the execute stage.
  input  logic        machine_i,
  input  logic [31:0] pc_i,
  input  logic        load_i,
  input  logic        store_i,
  input  logic [31:2] addr_i,
  input  logic [3:0]  be_i,

  // Some trigger fires for it; for its data's address only; one of them wants debug mode.
  output logic        fire_o,
  output logic        fire_data_o,
  output logic        to_debug_o
);
  localparam logic [11:0] CsrTselect = 12'h7a0;
  localparam logic [11:0] CsrTdata1 = 12'h7a1;
  localparam logic [11:0] CsrTdata2 = 12'h7a2;
  localparam logic [11:0] CsrTdata3 = 12'h7a3;
  localparam logic [11:0] CsrTinfo = 12'h7a4;
  // Of the only type there is, 2.
  localparam logic [31:0] TinfoValue = 32'h0000_0004;

  logic [1:0]  tselect_q;
  logic [3:0]  armed, execute, data, to_debug;
  logic        changed_q, active_q;
  logic [31:0] tdata1 [4];
  logic [31:0] tdata2 [4];

  for (genvar i = 0; i < 4; i++) begin : gen_trigger
    if (i < NumTriggers) begin : gen_on
      core_trigger u_trigger (
        .clk_i,
        .rst_ni,
        .debug_mode_i,
        .write_i       (csr_write_i),
        .write_tdata1_i(csr_addr_i == CsrTdata1 && tselect_q == 2'(i)),
        .write_tdata2_i(csr_addr_i == CsrTdata2 && tselect_q == 2'(i)),
        .wdata_i       (csr_wdata_i),
        .tdata1_o      (tdata1[i]),
        .tdata2_o      (tdata2[i]),
        .armed_o       (armed[i]),
        .active_i      (active_q && !debug_mode_i),
        .machine_i,
        .pc_i,
        .load_i,
        .store_i,
        .addr_i,
        .be_i,
        .execute_o     (execute[i]),
        .data_o        (data[i]),
        .to_debug_o    (to_debug[i])
      );
    end else begin : gen_off
      assign tdata1[i]   = '0;
      assign tdata2[i]   = '0;
      assign armed[i]    = 1'b0;
      assign execute[i]  = 1'b0;
      assign data[i]     = 1'b0;
      assign to_debug[i] = 1'b0;
    end
  end

  // Which there is none of reads back as another, so that software can count them.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) tselect_q <= '0;
    else if (csr_write_i && csr_addr_i == CsrTselect) begin
      tselect_q <= csr_wdata_i < NumTriggers ? csr_wdata_i[1:0] : 2'd0;
    end
  end

  // Some trigger is armed. One cycle late, which is soon enough: what stands behind a write of these
  // CSRs is fetched again.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      changed_q <= 1'b0;
      active_q  <= 1'b0;
    end else begin
      changed_q <= csr_write_i;
      if (changed_q) active_q <= armed != 4'd0;
    end
  end

  always_comb begin
    csr_known_o = 1'b0;
    csr_rdata_o = '0;
    if (NumTriggers != 0 && csr_addr_i[11:3] == CsrTselect[11:3]) begin
      csr_known_o = 1'b1;
      unique case (csr_addr_i)
        CsrTselect: csr_rdata_o = {30'b0, tselect_q};
        CsrTdata1:  csr_rdata_o = tdata1[tselect_q];
        CsrTdata2:  csr_rdata_o = tdata2[tselect_q];
        CsrTdata3:  ;
        CsrTinfo:   csr_rdata_o = TinfoValue;
        default:    csr_known_o = 1'b0;
      endcase
    end
  end

  assign fire_o      = (execute | data) != 4'd0;
  assign fire_data_o = execute == 4'd0;
  // The debugger's trigger wins over the program's.
  assign to_debug_o  = ((execute | data) & to_debug) != 4'd0;
endmodule
