// One hardware trigger: mcontrol, type 2 (debug specification 0.13.2, 5.2.9), address match before
// the instruction executes.
//
// It matches one address or a naturally aligned power-of-two range; of a load or store every byte
// counts. What it does not implement reads as 0; a write of another type leaves it off.
module core_trigger (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Its CSRs: tdata1 and tdata2. A trigger that belongs to the debugger (dmode) can be changed in
  // debug mode only. Of the writes, `write_i` says that there is one and the others which: without
  // one a simulator looks no further.
  input  logic        debug_mode_i,
  input  logic        write_i,
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

  logic        dmode, napot, on, on_execute, on_store, on_load;
  logic [31:0] value_q;

  // As it reads: what never changes costs no register. Whole, not put together in every cycle.
  logic [31:0] tdata1_q;
  assign tdata1_o   = tdata1_q;
  assign tdata2_o   = value_q;
  assign dmode      = tdata1_q[27];
  assign to_debug_o = tdata1_q[12];
  assign napot      = tdata1_q[7];
  assign on         = machine_i ? tdata1_q[6] : tdata1_q[3];
  assign on_execute = tdata1_q[2];
  assign on_store   = tdata1_q[1];
  assign on_load    = tdata1_q[0];
  assign armed_o    = tdata1_q[2:0] != 3'd0;

  localparam logic [31:0] Off = {Type, 1'b0, MaskMax, 21'b0};
  // What a write leaves. Debug mode is the debugger's alone.
  logic [31:0] legal;
  always_comb begin
    legal = Off;
    if (write_i) begin
      if (wdata_i[31:28] == Type) begin
        legal[27]  = debug_mode_i && wdata_i[27];
        legal[12]  = debug_mode_i && wdata_i[27] && wdata_i[15:12] == 4'd1;
        legal[7]   = wdata_i[10:7] == 4'd1;
        legal[6]   = wdata_i[6];
        legal[3:0] = wdata_i[3:0];
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) tdata1_q <= Off;
    else if (write_i) begin
      if (write_tdata1_i && (debug_mode_i || !dmode)) tdata1_q <= legal;
    end
  end

  always_ff @(posedge clk_i) begin
    if (write_i) begin
      if (write_tdata2_i && (debug_mode_i || !dmode)) value_q <= wdata_i;
    end
  end

  // Bits of an address that do not matter: of a range, those up to the lowest 0 of the value.
  logic [31:0] ignored;
  logic        any_lane;
  always_comb begin
    ignored   = '0;
    any_lane  = 1'b0;
    execute_o = 1'b0;
    data_o    = 1'b0;
    // As a whole, so that it costs a simulator nothing while no trigger is set.
    if (active_i && on) begin
      if (napot) ignored = value_q ^ (value_q + 32'd1);
      for (int unsigned i = 0; i < 4; i++) begin
        if (be_i[i] && ((2'(i) ^ value_q[1:0]) & ~ignored[1:0]) == 2'b00) any_lane = 1'b1;
      end
      execute_o = on_execute && ((pc_i ^ value_q) & ~ignored) == 32'd0;
      data_o    = ((load_i && on_load) || (store_i && on_store)) && any_lane &&
          ((addr_i ^ value_q[31:2]) & ~ignored[31:2]) == 30'd0;
    end
  end
endmodule
