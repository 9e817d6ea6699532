// Types and numbers that the parts of the core share: what an instruction is once decoded, CSR
// addresses, trap causes.
//
// Nothing here crosses the core's boundary; firmware's view of the same numbers is the RISC-V
// specification's.
package core_pkg;
  // What the execute stage has to do with an instruction: exactly one of these.
  typedef enum logic [4:0] {
    KindAlu,
    KindMul,
    KindDiv,
    KindBranch,
    KindJal,
    KindJalr,
    KindLoad,
    KindStore,
    KindAmo,
    KindCsr,
    KindFence,
    KindFenceI,
    KindEcall,
    KindEbreak,
    KindMret,
    KindDret,
    KindWfi,
    KindIllegal,
    KindFetchFault
  } kind_e;

  // Named as the instructions are; an instruction and its immediate form are one. The first sixteen
  // are {funct7[5], funct3}, so that decoding them takes no table.
  typedef enum logic [5:0] {
    AluAdd   = 6'd0,
    AluSll   = 6'd1,
    AluSlt   = 6'd2,
    AluSltu  = 6'd3,
    AluXor   = 6'd4,
    AluSrl   = 6'd5,
    AluOr    = 6'd6,
    AluAnd   = 6'd7,
    AluSub   = 6'd8,
    AluXnor  = 6'd12,
    AluSra   = 6'd13,
    AluOrn   = 6'd14,
    AluAndn  = 6'd15,
    // Zba.
    AluSh1add = 6'd16,
    AluSh2add,
    AluSh3add,
    // Zbb and Zbkb, with three above. ZEXT.H is PACK with register 0.
    AluClz,
    AluCtz,
    AluCpop,
    AluMin,
    AluMinu,
    AluMax,
    AluMaxu,
    AluSextB,
    AluSextH,
    AluRol,
    AluRor,
    AluOrcB,
    AluRev8,
    AluBrev8,
    AluPack,
    AluPackh,
    AluZip,
    AluUnzip,
    // Zbs.
    AluBclr,
    AluBext,
    AluBinv,
    AluBset,
    // No operation: a reserved encoding.
    AluNone
  } alu_op_e;

  // First operand of the ALU, OpAMem what data memory answers; the second is `imm` if `use_imm`, else
  // rs2.
  typedef enum logic [1:0] {
    OpARs1,
    OpAPc,
    OpAZero,
    OpAMem
  } op_a_e;

  // An instruction on its way to the execute stage, but for its immediate, which travels beside it:
  // together they are longer than a simulator's longest word. Register numbers that an instruction
  // does not use are 0.
  typedef struct packed {
    kind_e       kind;
    // One of alu_op_e; some are made of bits of the instruction.
    logic [5:0]  alu_op;
    op_a_e       op_a;
    logic        use_imm;
    // LR.W (a KindLoad), SC.W (a KindStore) or AMO*.W.
    logic        atomic;
    logic [2:0]  funct3;
    logic [4:0]  rs1;
    logic [4:0]  rs2;
    logic [4:0]  rd;
  } decoded_t;

  // Exception causes (privileged specification 1.12, table 3.6).
  localparam logic [4:0] CauseInsnAccess = 5'd1;
  localparam logic [4:0] CauseIllegal = 5'd2;
  localparam logic [4:0] CauseBreakpoint = 5'd3;
  localparam logic [4:0] CauseLoadMisaligned = 5'd4;
  localparam logic [4:0] CauseLoadAccess = 5'd5;
  localparam logic [4:0] CauseStoreMisaligned = 5'd6;
  localparam logic [4:0] CauseStoreAccess = 5'd7;
  localparam logic [4:0] CauseEcallU = 5'd8;
  localparam logic [4:0] CauseEcallM = 5'd11;

  // Cause of the non-maskable interrupt, an interrupt's: "unknown", as there is only one.
  localparam logic [4:0] CauseNmi = 5'd0;

  // Interrupt numbers: bit positions of mie and mip. Fast local interrupt n is number 16 + n.
  localparam int IrqSoftware = 3;
  localparam int IrqTimer = 7;
  localparam int IrqExternal = 11;
  localparam int IrqFast = 16;
  localparam logic [31:0] IrqMask = 32'hffff_0888;

  // A trap about to be taken.
  typedef struct packed {
    logic        is_irq;
    logic [4:0]  cause;
    logic [31:0] epc;
    logic [31:0] tval;
  } trap_t;

  // CSR addresses (privileged specification 1.12, tables 2.2-2.6).
  localparam logic [11:0] CsrMstatus = 12'h300;
  localparam logic [11:0] CsrMisa = 12'h301;
  localparam logic [11:0] CsrMie = 12'h304;
  localparam logic [11:0] CsrMtvec = 12'h305;
  localparam logic [11:0] CsrMcounteren = 12'h306;
  localparam logic [11:0] CsrMenvcfg = 12'h30a;
  localparam logic [11:0] CsrMstatush = 12'h310;
  localparam logic [11:0] CsrMenvcfgh = 12'h31a;
  localparam logic [11:0] CsrMcountinhibit = 12'h320;
  localparam logic [11:0] CsrMscratch = 12'h340;
  localparam logic [11:0] CsrMepc = 12'h341;
  localparam logic [11:0] CsrMcause = 12'h342;
  localparam logic [11:0] CsrMtval = 12'h343;
  localparam logic [11:0] CsrMip = 12'h344;
  localparam logic [11:0] CsrPmpcfg0 = 12'h3a0;
  localparam logic [11:0] CsrPmpaddr0 = 12'h3b0;
  localparam logic [11:0] CsrMcycle = 12'hb00;
  localparam logic [11:0] CsrMinstret = 12'hb02;
  localparam logic [11:0] CsrMcycleh = 12'hb80;
  localparam logic [11:0] CsrMinstreth = 12'hb82;
  localparam logic [11:0] CsrCycle = 12'hc00;
  localparam logic [11:0] CsrInstret = 12'hc02;
  localparam logic [11:0] CsrCycleh = 12'hc80;
  localparam logic [11:0] CsrInstreth = 12'hc82;
  localparam logic [11:0] CsrMvendorid = 12'hf11;
  localparam logic [11:0] CsrMarchid = 12'hf12;
  localparam logic [11:0] CsrMimpid = 12'hf13;
  localparam logic [11:0] CsrMhartid = 12'hf14;
  localparam logic [11:0] CsrMconfigptr = 12'hf15;

  // misa: MXL = 32 bit, extensions A, C, I and M, user mode.
  localparam logic [31:0] MisaValue = 32'h4010_1105;

  // Why no instruction retires in a cycle; the same numbers as those of the events.
  localparam logic [2:0] StallNone = 3'd0;
  // Instruction memory has not answered, or D waits for x1 to return by.
  localparam logic [2:0] StallFetch = 3'd1;
  // Data memory has not answered.
  localparam logic [2:0] StallData = 3'd2;
  localparam logic [2:0] StallDivide = 3'd3;
  // Fetch was sent elsewhere: wrong guess, jump by register, MRET, FENCE.I, write of a PMP CSR.
  localparam logic [2:0] StallRefetch = 3'd4;
  // An instruction traps, or an interrupt takes its place; and the way to the handler.
  localparam logic [2:0] StallTrap = 3'd5;
  localparam logic [2:0] StallSleep = 3'd6;

  // mhpmcounter3 and up that count something.
  localparam int unsigned EventCounters = 3;
  // What they can count: an event's number, in mhpmevent, is its bit here.
  typedef struct packed {
    // Instructions that leave the execute stage.
    logic compressed;
    logic irq;
    logic branch;
    logic store;
    logic load;
    // Not to be counted: how long WFI sleeps mcycle tells, for no adder of the cycles in which the
    // clock stands.
    logic sleep;
    // Cycles, see above.
    logic trap;
    logic refetch;
    logic divide;
    logic data;
    logic fetch;
    logic none;
  } events_t;
  localparam logic [3:0] EventSleep = 4'd6;
  localparam logic [3:0] EventLast = 4'd11;

  // CSRs that instructions change, as they read: what the retire port reports whole.
  typedef struct packed {
    logic [31:0] mstatus;
    logic [31:0] mie;
    logic [31:0] mtvec;
    logic [31:0] mcounteren;
    logic [31:0] mcountinhibit;
    logic [31:0] mscratch;
    logic [31:0] mepc;
    logic [31:0] mcause;
    logic [31:0] mtval;
    logic [63:0] mcycle;
    logic [63:0] minstret;
  } csrs_t;

  // What the data port is asked for.
  typedef enum logic [1:0] {
    MemLoad,
    MemStore,
    // Finish what was posted and forget what was read ahead.
    MemFence
  } mem_op_e;
endpackage
