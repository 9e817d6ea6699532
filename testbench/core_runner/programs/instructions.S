// Every instruction that the disassembler knows, for comparison with objdump. It is never executed.
  .section .text.start, "ax"
  .globl _start
_start:
  .option norvc
  lui t0, 0xfffff
  lui a0, 1
  auipc s11, 0x80000
  jal ra, .
  jal zero, . + 0xffffe
  jal t6, . - 0x100000
  jalr a0, -2048(a1)
  fence
  fence rw, w
  fence i, o
  fence.i
  ecall
  ebreak
  mret
  wfi
  lr.w a0, (a1)
  lr.w.aqrl s2, (s3)

  .irp name add, sub, sll, slt, sltu, xor, srl, sra, or, and, mul, mulh, mulhsu, mulhu, div, \
      divu, rem, remu, sh1add, sh2add, sh3add, andn, orn, xnor, max, maxu, min, minu, rol, ror, \
      pack, packh, bclr, bext, binv, bset
  \name a0, s0, t6
  \name ra, zero, gp
  .endr

  .irp name clz, ctz, cpop, sext.b, sext.h, orc.b, rev8, zext.h, brev8, zip, unzip
  \name a0, s11
  .endr

  .irp name addi, slti, sltiu, xori, ori, andi
  \name a5, sp, 2047
  \name a5, tp, -2048
  .endr

  .irp name slli, srli, srai, rori, bclri, bexti, binvi, bseti
  \name a5, t2, 31
  \name a5, t2, 1
  .endr

  .irp name lb, lh, lw, lbu, lhu
  \name a6, 2047(s4)
  \name a6, -2048(s4)
  .endr

  .irp name sb, sh, sw
  \name a7, 2047(s5)
  \name a7, -2048(s5)
  .endr

  .irp name beq, bne, blt, bge, bltu, bgeu
  \name s6, s7, . + 4094
  \name s8, s9, . - 4096
  .endr

  .irp name amoswap.w, amoadd.w, amoxor.w, amoand.w, amoor.w, amomin.w, amomax.w, amominu.w, \
      amomaxu.w, sc.w
  \name s10, t3, (t4)
  \name\().aq s10, t3, (t4)
  \name\().rl s10, t3, (t4)
  \name\().aqrl s10, t3, (t4)
  .endr

  .irp name csrrw, csrrs, csrrc
  \name a0, mscratch, t5
  .endr

  .irp name csrrwi, csrrsi, csrrci
  \name a0, mscratch, 31
  .endr

  .irp name mstatus, misa, medeleg, mideleg, mie, mtvec, mcounteren, menvcfg, mstatush, \
      mcountinhibit, mscratch, mepc, mcause, mtval, mip, tselect, tdata1, tdata2, tdata3, dcsr, \
      dpc, mcycle, minstret, mcycleh, minstreth, cycle, time, instret, cycleh, timeh, instreth, \
      mvendorid, marchid, mimpid, mhartid, mconfigptr, pmpcfg0, pmpcfg3, pmpaddr0, pmpaddr15, \
      mhpmcounter3, mhpmcounter31, mhpmcounter3h, mhpmcounter31h, mhpmevent3, mhpmevent31, 0x7c0
  csrrs a0, \name, zero
  .endr

  .option rvc
  c.addi4spn s0, sp, 4
  c.addi4spn a5, sp, 1020
  c.lw a0, 0(s1)
  c.lw a4, 124(a5)
  c.sw a0, 4(s1)
  c.sw a4, 120(a5)
  c.nop
  c.addi t0, -32
  c.addi s11, 31
  c.jal . + 2046
  c.jal . - 2048
  c.li t6, -32
  c.li a0, 31
  c.addi16sp sp, 496
  c.addi16sp sp, -512
  c.lui t0, 1
  c.lui t1, 0xfffe0
  c.srli s0, 1
  c.srli a5, 31
  c.srai s1, 2
  c.srai a4, 31
  c.andi a0, -32
  c.andi a1, 31
  c.sub a0, s0
  c.xor a1, s1
  c.or a2, a5
  c.and a3, a4
  c.j . + 2046
  c.j . - 2048
  c.beqz a0, . + 254
  c.beqz s0, . - 256
  c.bnez a5, . + 254
  c.bnez s1, . - 256
  c.slli t6, 31
  c.slli a0, 1
  c.lwsp ra, 0(sp)
  c.lwsp t6, 252(sp)
  c.jr ra
  c.mv t0, t6
  c.ebreak
  c.jalr t1
  c.add s11, a0
  c.swsp zero, 0(sp)
  c.swsp t6, 252(sp)
