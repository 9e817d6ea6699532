// The counters and their CSRs: cycles, retired instructions, and a few of events that software
// chooses; what stops them, and what user mode may read of them.
//
// An event counter has 32 bits, selects an event of core_pkg, and costs the simulator nothing while
// none is selected.
`include "rtl/common/assert.svh"

module core_counters (
  input  logic        clk_i,
  input  logic        rst_ni,

  // CSRs. `known_o`, `visible_o` (user mode may read it) and `rdata_o` answer an access at once.
  input  logic        csr_access_i,
  input  logic [11:0] csr_addr_i,
  output logic        csr_known_o,
  output logic        csr_visible_o,
  output logic [31:0] csr_rdata_o,
  input  logic        csr_write_i,
  input  logic [31:0] csr_wdata_i,

  // Count neither cycles nor events: debug mode.
  input  logic        stop_i,
  // Cycles that passed while the clock stood.
  input  logic [31:0] stood_cycles_i,
  // An instruction retires.
  input  logic        retire_i,
  // What happens in this cycle.
  input  core_pkg::events_t events_i,
  // Some counter wants to know.
  output logic        events_wanted_o,

  // For the retire port.
  output logic [31:0] mcounteren_o,
  output logic [31:0] mcountinhibit_o,
  output logic [63:0] mcycle_o,
  output logic [63:0] minstret_o
);
  localparam int unsigned First = 3;
  localparam int unsigned Last  = First + core_pkg::EventCounters - 1;
  // Bits of mcounteren and mcountinhibit that exist; bit 1 would be time's.
  localparam logic [31:0] Exists = (32'd2 << Last) - 32'd3;

  logic [Last:0] enable_q, inhibit_q;
  logic [63:0]   mcycle_q, minstret_q;
  // The instruction now retiring wrote minstret itself: it is not counted.
  logic          skip_q;

  // minstret as the instruction in the execute stage must see it, with the one before it counted.
  logic [63:0] minstret_next;
  assign minstret_next = minstret_q + {63'b0, retire_i && !skip_q && !inhibit_q[2]};

  // ---- Which register an address means ----

  // Machine mode's counters and user mode's view of them; their upper halves; selectors.
  logic       low, high, selector;
  logic [4:0] index;
  assign index = csr_addr_i[4:0];
  always_comb begin
    low           = 1'b0;
    high          = 1'b0;
    selector      = 1'b0;
    csr_known_o   = 1'b0;
    csr_visible_o = 1'b0;
    if (csr_access_i) begin
      low      = csr_addr_i[11:5] == 7'b1011_000 || csr_addr_i[11:5] == 7'b1100_000;
      high     = csr_addr_i[11:5] == 7'b1011_100 || csr_addr_i[11:5] == 7'b1100_100;
      selector = csr_addr_i[11:5] == 7'b0011_001;

      // There is no time, and no selector for what has no choice.
      csr_known_o = ((low || high) && index != 5'd1) ||
          (selector && (index == 5'd0 || index >= 5'd3)) || csr_addr_i == core_pkg::CsrMcounteren;
      csr_visible_o = (low || high) && csr_addr_i[10] && mcounteren_o[index];
    end
  end

  // ---- Events ----

  // A word, and 4 bits, a counter.
  logic [31:0] counts [core_pkg::EventCounters];
  logic [4*core_pkg::EventCounters-1:0] selected_q;
  for (genvar i = 0; i < core_pkg::EventCounters; i++) begin : gen_counter
    localparam logic [4:0] Index = 5'(First + i);
    core_event_counter u_counter (
      .clk_i,
      .rst_ni,
      .active_i  (events_wanted_o),
      .write_i   (csr_write_i),
      .mine_i    (low && index == Index),
      .wdata_i   (csr_wdata_i),
      .selected_i(selected_q[4*i+:4]),
      .inhibit_i (inhibit_q[First+i] || stop_i),
      .events_i,
      .count_o   (counts[i])
    );
  end
  assign events_wanted_o = selected_q != '0;

  // A number that names no event becomes 0, no event.
  logic is_event;
  assign is_event = csr_wdata_i <= 32'(core_pkg::EventLast) &&
      csr_wdata_i[3:0] != core_pkg::EventSleep;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) selected_q <= '0;
    else if (csr_write_i) begin
      for (int i = 0; i < core_pkg::EventCounters; i++) begin
        if (selector && index == 5'(First + i)) begin
          selected_q[4*i+:4] <= is_event ? csr_wdata_i[3:0] : 4'd0;
        end
      end
    end
  end

  always_comb begin
    csr_rdata_o = '0;
    if (csr_access_i && csr_known_o) begin
      if (csr_addr_i == core_pkg::CsrMcounteren) csr_rdata_o = mcounteren_o;
      else if (selector && index == 5'd0) csr_rdata_o = mcountinhibit_o;
      else if (low && index == 5'd0) csr_rdata_o = mcycle_q[31:0];
      else if (high && index == 5'd0) csr_rdata_o = mcycle_q[63:32];
      else if (low && index == 5'd2) csr_rdata_o = minstret_next[31:0];
      else if (high && index == 5'd2) csr_rdata_o = minstret_next[63:32];
      for (int i = 0; i < core_pkg::EventCounters; i++) begin
        if (index == 5'(First + i)) begin
          if (low) csr_rdata_o = counts[i];
          if (selector) csr_rdata_o = {28'b0, selected_q[4*i+:4]};
        end
      end
    end
  end

  // ---- Cycles, instructions, and what stops them ----

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      enable_q   <= '0;
      inhibit_q  <= '0;
      mcycle_q   <= '0;
      minstret_q <= '0;
      skip_q     <= 1'b0;
    end else begin
      if (!inhibit_q[0] && !stop_i) mcycle_q <= mcycle_q + {32'b0, stood_cycles_i} + 64'd1;
      minstret_q <= minstret_next;
      skip_q     <= 1'b0;
      if (csr_write_i) begin
        unique case (csr_addr_i)
          core_pkg::CsrMcounteren:    enable_q <= csr_wdata_i[Last:0] & Exists[Last:0];
          core_pkg::CsrMcountinhibit: inhibit_q <= csr_wdata_i[Last:0] & Exists[Last:0];
          // The other half stands still meanwhile: nothing carries from what is written over.
          core_pkg::CsrMcycle:        mcycle_q <= {mcycle_q[63:32], csr_wdata_i};
          core_pkg::CsrMcycleh:       mcycle_q <= {csr_wdata_i, mcycle_q[31:0]};
          core_pkg::CsrMinstret: begin
            minstret_q[31:0] <= csr_wdata_i;
            skip_q           <= 1'b1;
          end
          core_pkg::CsrMinstreth: begin
            minstret_q[63:32] <= csr_wdata_i;
            skip_q            <= 1'b1;
          end
          default: ;
        endcase
      end
    end
  end

  assign mcounteren_o    = 32'(enable_q);
  assign mcountinhibit_o = 32'(inhibit_q);
  assign mcycle_o        = mcycle_q;
  assign minstret_o      = minstret_next;

  `ASSERT_IF(OnlyKnownWrites, csr_write_i, csr_known_o)
endmodule
