// Physical memory protection: 16 regions, their CSRs, and what they forbid to fetches and data.
//
// The region with the lowest number that holds an address decides. Machine mode is bound by locked
// regions only; user mode may do nothing that no region allows. Granules are words, so no aligned
// access ever lies in two regions.
`include "rtl/common/assert.svh"

module core_pmp (
  input  logic        clk_i,
  input  logic        rst_ni,

  // CSRs: pmpcfg0-3, pmpaddr0-15. `known_o` and `rdata_o` answer at once.
  input  logic [11:0] csr_addr_i,
  output logic        csr_known_o,
  output logic [31:0] csr_rdata_o,
  input  logic        csr_write_i,
  input  logic [31:0] csr_wdata_i,
  // What the CSR holds behind the write.
  output logic [31:0] csr_stored_o,

  // A word to be executed, by machine mode or not.
  input  logic        fetch_machine_i,
  input  logic [31:2] fetch_addr_i,
  // Some word may be denied.
  output logic        fetch_checked_o,
  output logic        fetch_denied_o,

  // A word to be loaded or stored.
  input  logic        data_valid_i,
  input  logic        data_machine_i,
  input  logic        data_store_i,
  input  logic [31:2] data_addr_i,
  output logic        data_denied_o
);
  localparam int unsigned Regions = 16;

  // A byte of pmpcfg: lock, two zeroes, how it matches, and what it permits. Off is 0.
  localparam logic [1:0] MatchTor = 2'd1;
  localparam logic [1:0] MatchNa4 = 2'd2;
  localparam logic [1:0] MatchNapot = 2'd3;

  // What an access needs: bits as in pmpcfg.
  localparam logic [2:0] NeedExecute = 3'b100;
  localparam logic [2:0] NeedWrite = 3'b010;
  localparam logic [2:0] NeedRead = 3'b001;

  // Two memories, because a simulator has to look at registers in every cycle. What was not written
  // since reset is 0. pmpaddr counts words; its bits 31:30 are of addresses that do not exist.
  logic [31:0] configs_q[Regions/4];
  logic [29:0] addrs_q[Regions];
  logic [3:0]  config_set_q;
  logic [15:0] addr_set_q;
  // Some region binds machine mode: otherwise nothing is looked at for it.
  logic        any_locked_q;

  function automatic logic [31:0] configs(logic [1:0] index);
    configs = config_set_q[index] ? configs_q[index] : '0;
  endfunction

  function automatic logic is_locked(logic [3:0] region);
    logic [31:0] four;
    four = configs(region[3:2]);
    is_locked = four[8*region[1:0]+7];
  endfunction

  function automatic logic [1:0] match_of(logic [3:0] region);
    logic [31:0] four;
    four = configs(region[3:2]);
    match_of = four[8*region[1:0]+3+:2];
  endfunction

  function automatic logic [29:0] addr_of(logic [3:0] region);
    addr_of = addr_set_q[region] ? addrs_q[region] : '0;
  endfunction

  // ---- CSRs ----

  logic is_config, is_addr;
  assign is_config   = csr_addr_i[11:2] == core_pkg::CsrPmpcfg0[11:2];
  assign is_addr     = csr_addr_i[11:4] == core_pkg::CsrPmpaddr0[11:4];
  assign csr_known_o = is_config || is_addr;

  always_comb begin
    csr_rdata_o = '0;
    if (is_addr) csr_rdata_o = {2'b0, addr_of(csr_addr_i[3:0])};
    if (is_config) csr_rdata_o = configs(csr_addr_i[1:0]);
  end

  // To write but not to read is reserved: such a region may not be written either.
  function automatic logic [7:0] legal(logic [7:0] value);
    legal = value & {6'b100111, value[0], 1'b1};
  endfunction

  // The address of a locked region, and the one below a locked range, stay as they are.
  function automatic logic addr_is_locked(logic [3:0] region);
    addr_is_locked = is_locked(region) ||
        (region != 4'd15 && is_locked(region + 4'd1) && match_of(region + 4'd1) == MatchTor);
  endfunction

  logic        write_addr, write_config, locks;
  logic [31:0] new_configs;
  always_comb begin
    write_addr   = 1'b0;
    write_config = 1'b0;
    locks        = 1'b0;
    new_configs  = '0;
    if (csr_write_i) begin
      write_addr   = is_addr && !addr_is_locked(csr_addr_i[3:0]);
      write_config = is_config;
      new_configs  = configs(csr_addr_i[1:0]);
      for (int i = 0; i < 4; i++) begin
        if (!new_configs[8*i+7]) new_configs[8*i+:8] = legal(csr_wdata_i[8*i+:8]);
        if (is_config && new_configs[8*i+7]) locks = 1'b1;
      end
    end
  end

  always_comb begin
    csr_stored_o = csr_rdata_o;
    if (write_addr) csr_stored_o = {2'b0, csr_wdata_i[29:0]};
    if (write_config) csr_stored_o = new_configs;
  end

  always_ff @(posedge clk_i) begin
    if (write_addr) addrs_q[csr_addr_i[3:0]] <= csr_wdata_i[29:0];
    if (write_config) configs_q[csr_addr_i[1:0]] <= new_configs;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      config_set_q <= '0;
      addr_set_q   <= '0;
      any_locked_q <= 1'b0;
    end else if (csr_write_i) begin
      if (write_addr) addr_set_q[csr_addr_i[3:0]] <= 1'b1;
      if (write_config) config_set_q[csr_addr_i[1:0]] <= 1'b1;
      if (locks) any_locked_q <= 1'b1;
    end
  end

  // ---- Checks ----

  function automatic logic contains(logic [1:0] how, logic [29:0] bound, logic [29:0] below,
                                    logic [29:0] addr);
    unique case (how)
      MatchTor:   contains = addr >= below && addr < bound;
      MatchNa4:   contains = addr == bound;
      // Ones at the bottom, and the zero above them, say what of an address does not matter.
      MatchNapot: contains = ((addr ^ bound) & ~(bound ^ (bound + 30'd1))) == '0;
      default:    contains = 1'b0;
    endcase
  endfunction

  function automatic logic denied(logic [29:0] addr, logic is_machine, logic [2:0] need);
    logic [29:0] bound, below;
    logic [31:0] four;
    logic [1:0]  how;
    logic [2:0]  permits;
    logic        decided, locked;
    denied  = !is_machine;
    below   = '0;
    decided = 1'b0;
    for (int i = 0; i < Regions; i++) begin
      bound   = addr_set_q[i] ? addrs_q[i] : '0;
      four    = config_set_q[i/4] ? configs_q[i/4] : '0;
      locked  = four[8*(i%4)+7];
      how     = four[8*(i%4)+3+:2];
      permits = four[8*(i%4)+:3];
      if (!decided && contains(how, bound, below, addr)) begin
        decided = 1'b1;
        denied  = (!is_machine || locked) && (permits & need) == '0;
      end
      below = bound;
    end
  endfunction

  assign fetch_checked_o = !fetch_machine_i || any_locked_q;
  always_comb begin
    fetch_denied_o = 1'b0;
    if (fetch_checked_o) begin
      fetch_denied_o = denied(fetch_addr_i, fetch_machine_i, NeedExecute);
    end
  end

  always_comb begin
    data_denied_o = 1'b0;
    if (data_valid_i && (!data_machine_i || any_locked_q)) begin
      data_denied_o = denied(data_addr_i, data_machine_i, data_store_i ? NeedWrite : NeedRead);
    end
  end

  `ASSERT_IF(OnlyKnownWrites, csr_write_i, csr_known_o)
endmodule
