// Runs abstract commands and resumes: gives the halted hart the few instructions that do it.
//
// The program has a fixed layout. Words 0-2 move a register, words 3 and 4 are the program buffer,
// word 5 is the EBREAK that ends it. A general register takes one instruction; a CSR goes through
// x8, which is kept in data0 meanwhile, and is put back even if there is no such CSR.
`include "rtl/common/assert.svh"

module debug_command (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The hart; `hart_reset_i`: it is held in reset, whatever it was doing.
  input  debug_pkg::from_hart_t hart_i,
  input  logic        hart_reset_i,
  output logic        insn_valid_o,
  output logic [31:0] insn_o,

  // Begin a command, or resume; only while not busy and halted. The command's fields stay until it
  // is done.
  input  logic        start_i,
  input  logic        resume_i,
  input  logic        transfer_i,
  input  logic        write_i,
  input  logic        postexec_i,
  // As in `command`: 0x0000-0x0fff CSRs, 0x1000-0x101f general registers.
  input  logic [12:0] regno_i,
  input  logic [31:0] progbuf0_i,
  input  logic [31:0] progbuf1_i,

  output logic        busy_o,
  // Pulses: the command is over, well; with an exception; because the hart left debug mode or was
  // reset. The hart has resumed.
  output logic        done_o,
  output logic        exception_o,
  output logic        lost_o,
  output logic        resumed_o
);
  localparam logic [31:0] Nop = 32'h0000_0013;
  localparam logic [31:0] Ebreak = 32'h0010_0073;
  localparam logic [31:0] Dret = 32'h7b20_0073;
  localparam logic [4:0] X0 = 5'd0;
  localparam logic [4:0] X8 = 5'd8;
  localparam logic [2:0] Csrrw = 3'b001;
  localparam logic [2:0] Csrrs = 3'b010;
  localparam logic [6:0] System = 7'b1110011;

  typedef enum logic [1:0] {
    // The hart runs, or waits at the beginning of a program.
    StIdle,
    // It executes a command.
    StRun,
    // A CSR could not be accessed: x8 is put back.
    StRestore,
    // It is to leave debug mode.
    StResume
  } state_e;
  state_e state_q, state_d;

  // Writes of data0 by this command, at most 2: after one of a CSR's transfer, x8 is in data0.
  logic [1:0] writes_q;
  logic       swapped;
  assign swapped = transfer_i && !regno_i[12] && writes_q == 2'd1;

  always_comb begin
    state_d     = state_q;
    done_o      = 1'b0;
    exception_o = 1'b0;
    lost_o      = 1'b0;
    resumed_o   = 1'b0;
    unique case (state_q)
      StIdle: begin
        if (start_i) state_d = StRun;
        if (resume_i) state_d = StResume;
      end
      StRun: begin
        if (hart_i.done) begin
          state_d     = hart_i.exception && swapped ? StRestore : StIdle;
          done_o      = !hart_i.exception;
          exception_o = hart_i.exception;
        end else if (!hart_i.halted) begin
          state_d = StIdle;
          lost_o  = 1'b1;
        end
      end
      StRestore: if (hart_i.done) state_d = StIdle;
      StResume: if (!hart_i.halted) begin
        state_d   = StIdle;
        resumed_o = 1'b1;
      end
      default: ;
    endcase
    // Last: whatever the hart was at is gone.
    if (hart_reset_i && state_q != StIdle) begin
      state_d     = StIdle;
      done_o      = 1'b0;
      exception_o = 1'b0;
      lost_o      = state_q == StRun;
    end
  end

  // Where the hart's program counter is, in halves of words.
  logic [4:0] half_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q  <= StIdle;
      half_q   <= '0;
      writes_q <= '0;
    end else begin
      state_q <= state_d;
      if (hart_i.fetch) half_q <= hart_i.fetch_half;
      if (state_q == StIdle) writes_q <= '0;
      else if (hart_i.data0_write && !writes_q[1]) writes_q <= writes_q + 2'd1;
    end
  end

  // ---- The program ----

  logic [31:0] swap, access_gpr, access_csr;
  assign swap       = {debug_pkg::CsrData0, X8, Csrrw, X8, System};
  assign access_gpr = write_i ? {debug_pkg::CsrData0, X0, Csrrs, regno_i[4:0], System}
                              : {debug_pkg::CsrData0, regno_i[4:0], Csrrw, X0, System};
  assign access_csr = write_i ? {regno_i[11:0], X8, Csrrw, X0, System}
                              : {regno_i[11:0], X0, Csrrs, X8, System};

  // Of the program buffer and what ends it, the word and the one behind it.
  logic [3:0]  word;
  logic [31:0] buffer;
  logic [15:0] behind;
  assign word   = half_q[4:1];
  assign buffer = word == 4'd3 ? progbuf0_i : word == 4'd4 ? progbuf1_i : Ebreak;
  assign behind = word == 4'd3 ? progbuf1_i[15:0] : Ebreak[15:0];

  always_comb begin
    insn_o = Ebreak;
    unique case (state_q)
      StRun: begin
        unique case (word)
          4'd0:    insn_o = !transfer_i ? Nop : regno_i[12] ? access_gpr : swap;
          4'd1:    insn_o = !transfer_i || regno_i[12] ? Nop : access_csr;
          4'd2:    insn_o = !transfer_i || regno_i[12] ? Nop : swap;
          // Compressed instructions may leave a 32-bit one in two words.
          4'd3, 4'd4, 4'd5: begin
            if (postexec_i) insn_o = half_q[0] ? {behind, buffer[31:16]} : buffer;
          end
          // A jump out of the program: an illegal instruction ends it.
          default: insn_o = '0;
        endcase
      end
      StRestore: if (word == 4'd0) insn_o = swap;
      StResume:  insn_o = Dret;
      default: ;
    endcase
  end
  assign insn_valid_o = state_q != StIdle;
  assign busy_o       = state_q != StIdle;

  `ASSERT_IF(OnlyWhenHalted, start_i || resume_i, hart_i.halted && state_q == StIdle)
  `ASSERT_IF(OneAtATime, start_i, !resume_i)
  // The hart executes nothing that it was not given.
  `ASSERT_IF(NoStrayDone, hart_i.done, state_q == StRun || state_q == StRestore)

  logic unused_wdata;
  assign unused_wdata = ^hart_i.data0_wdata;
endmodule
