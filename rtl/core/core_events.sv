// What happens in each cycle: why no instruction retires, and the events that counters count. Drives
// nothing in the pipeline.
//
// A cycle in which none retires has exactly one reason: so the cycles of all reasons and the retired
// instructions add up to all cycles.
module core_events (
  input  logic       clk_i,
  input  logic       rst_ni,

  // Execute stage: an instruction is there, of this kind; it leaves, with a trap or without.
  input  logic       ex_valid_i,
  input  logic [4:0] ex_kind_i,
  input  logic       ex_leaves_i,
  // A trap is taken; fetch is sent elsewhere, by the trap or a wrong guess.
  input  logic       trap_i,
  input  logic       redirect_i,

  // Write-back: an instruction is there; it leaves; with a trap.
  input  logic       wb_valid_i,
  input  logic       wb_retire_i,
  input  logic       wb_trap_i,

  // Nothing is looked for, and nothing found, while nobody wants to know.
  input  logic       wanted_i,
  // Of core_pkg::Stall*, for the cycle at the retire port.
  output logic [2:0] stall_o,

  // The instruction in the execute stage leaves it without a trap; it has 16 bits. An interrupt is
  // taken.
  input  logic       commit_i,
  input  logic       compressed_i,
  input  logic       interrupt_i,
  output core_pkg::events_t events_o
);
  // Why the execute stage is empty, if it is; why it left write-back empty.
  logic [2:0] empty_q, behind_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      empty_q  <= core_pkg::StallFetch;
      behind_q <= core_pkg::StallFetch;
    end else if (wanted_i) begin
      if (trap_i) empty_q <= core_pkg::StallTrap;
      else if (redirect_i) empty_q <= core_pkg::StallRefetch;
      else empty_q <= core_pkg::StallFetch;

      if (!ex_leaves_i) begin
        if (trap_i) behind_q <= core_pkg::StallTrap;
        else if (!ex_valid_i) behind_q <= empty_q;
        else if (ex_kind_i == core_pkg::KindWfi) behind_q <= core_pkg::StallSleep;
        else if (ex_kind_i == core_pkg::KindAmo) behind_q <= core_pkg::StallData;
        else behind_q <= core_pkg::StallDivide;
      end
    end
  end

  always_comb begin
    stall_o = core_pkg::StallNone;
    if (wanted_i) begin
      stall_o = behind_q;
      if (wb_valid_i) begin
        stall_o = core_pkg::StallData;
        if (wb_retire_i) stall_o = wb_trap_i ? core_pkg::StallTrap : core_pkg::StallNone;
      end
    end
  end

  always_comb begin
    events_o = '0;
    if (wanted_i) begin
      events_o.fetch      = stall_o == core_pkg::StallFetch;
      events_o.data       = stall_o == core_pkg::StallData;
      events_o.divide     = stall_o == core_pkg::StallDivide;
      events_o.refetch    = stall_o == core_pkg::StallRefetch;
      events_o.trap       = stall_o == core_pkg::StallTrap;
      events_o.load       = commit_i &&
          (ex_kind_i == core_pkg::KindLoad || ex_kind_i == core_pkg::KindAmo);
      events_o.store      = commit_i &&
          (ex_kind_i == core_pkg::KindStore || ex_kind_i == core_pkg::KindAmo);
      events_o.branch     = commit_i && ex_kind_i == core_pkg::KindBranch;
      events_o.compressed = commit_i && compressed_i;
      events_o.irq        = interrupt_i;
    end
  end
endmodule
