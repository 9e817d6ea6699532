// One hardware trigger: mcontrol, type 2 (debug specification 0.13.2, 5.2.9), address match before
// the instruction executes.
//
// It matches one address or a naturally aligned power-of-two range; of a load or store every byte
// counts. What it does not implement reads as 0; a write of another type leaves it off.
module core_trigger (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Its CSRs: tdata1 and tdata2, written when selected. A trigger that belongs to the debugger
  // (dmode) can be changed in debug mode only.
  input  logic        debug_mode_i,
  input  logic        write_tdata1_i,
  input  logic        write_tdata2_i,
  input  logic [31:0] wdata_i,
  output logic [31:0] tdata1_o,
  output logic [31:0] tdata2_o,
  // It waits for something.
  output logic        armed_o,

  // The instruction in the execute stage. Nothing fires unless `active_i`.
  input  logic        active_i,
  input  logic        machine_i,
  input  logic [31:0] pc_i,
  input  logic        load_i,
  input  logic        store_i,
  input  logic [31:2] addr_i,
  input  logic [3:0]  be_i,

  // It fires for the instruction's address; for that of its data; and wants debug mode instead of
  // a breakpoint exception.
  output logic        execute_o,
  output logic        data_o,
  output logic        to_debug_o
);
  localparam logic [3:0] Type = 4'd2;
  // log2 of the widest range that a match can have, in bytes.
  localparam logic [5:0] MaskMax = 6'd31;

  logic        dmode_q, action_q, napot_q, m_q, u_q, execute_q, store_q, load_q;
  logic [31:0] value_q;

  assign tdata1_o   = {Type, dmode_q, MaskMax, 5'b0, 3'b0, action_q, 4'b0, napot_q, m_q, 2'b0, u_q,
                       execute_q, store_q, load_q};
  assign tdata2_o   = value_q;
  assign armed_o    = execute_q || store_q || load_q;
  assign to_debug_o = action_q;

  logic writable, is_type, keeps_dmode;
  assign writable    = debug_mode_i || !dmode_q;
  assign is_type     = wdata_i[31:28] == Type;
  assign keeps_dmode = is_type && wdata_i[27] && debug_mode_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      dmode_q   <= 1'b0;
      action_q  <= 1'b0;
      napot_q   <= 1'b0;
      m_q       <= 1'b0;
      u_q       <= 1'b0;
      execute_q <= 1'b0;
      store_q   <= 1'b0;
      load_q    <= 1'b0;
    end else if (write_tdata1_i && writable) begin
      dmode_q   <= keeps_dmode;
      // Debug mode is the debugger's alone.
      action_q  <= keeps_dmode && wdata_i[15:12] == 4'd1;
      napot_q   <= is_type && wdata_i[10:7] == 4'd1;
      m_q       <= is_type && wdata_i[6];
      u_q       <= is_type && wdata_i[3];
      execute_q <= is_type && wdata_i[2];
      store_q   <= is_type && wdata_i[1];
      load_q    <= is_type && wdata_i[0];
    end
  end

  always_ff @(posedge clk_i) if (write_tdata2_i && writable) value_q <= wdata_i;

  // Bits of an address that do not matter: of a range, those up to the lowest 0 of the value.
  logic [31:0] ignored;
  logic        any_lane;
  always_comb begin
    ignored   = '0;
    any_lane  = 1'b0;
    execute_o = 1'b0;
    data_o    = 1'b0;
    // As a whole, so that it costs a simulator nothing while no trigger is set.
    if (active_i && (machine_i ? m_q : u_q)) begin
      if (napot_q) ignored = value_q ^ (value_q + 32'd1);
      for (int unsigned i = 0; i < 4; i++) begin
        if (be_i[i] && ((2'(i) ^ value_q[1:0]) & ~ignored[1:0]) == 2'b00) any_lane = 1'b1;
      end
      execute_o = execute_q && ((pc_i ^ value_q) & ~ignored) == 32'd0;
      data_o    = ((load_i && load_q) || (store_i && store_q)) && any_lane &&
          ((addr_i ^ value_q[31:2]) & ~ignored[31:2]) == 30'd0;
    end
  end
endmodule
