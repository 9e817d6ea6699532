// Physical memory protection: 16 regions, their CSRs, and what they forbid to fetches and data.
//
// The region with the lowest number that holds an address decides. Machine mode is bound by locked
// regions only; user mode may do nothing that no region allows. Granules are words, so no aligned
// access ever lies in two regions.
`include "rtl/common/assert.svh"

module core_pmp (
  input  logic        clk_i,
  input  logic        rst_ni,

  // CSRs: pmpcfg0-3, pmpaddr0-15. `known_o` and `rdata_o` answer an access at once.
  input  logic        csr_access_i,
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
  // Some word may be denied; the word is not looked at in this cycle, for a load or store is.
  output logic        fetch_checked_o,
  output logic        fetch_waits_o,
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
  // 2 is NA4, 3 is NAPOT.
  localparam logic [1:0] MatchTor = 2'd1;

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
  always_comb begin
    is_config = 1'b0;
    is_addr   = 1'b0;
    if (csr_access_i) begin
      is_config = csr_addr_i[11:2] == core_pkg::CsrPmpcfg0[11:2];
      is_addr   = csr_addr_i[11:4] == core_pkg::CsrPmpaddr0[11:4];
    end
  end
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

  // ---- The check ----

  // One address a cycle, that of a load or store first: comparators for two would be a tenth of the
  // core.
  logic        fetch_checked, data_checked, is_machine, denied;
  logic [2:0]  need;
  logic [29:0] addr;
  assign fetch_checked = !fetch_machine_i || any_locked_q;
  assign data_checked  = data_valid_i && (!data_machine_i || any_locked_q);
  assign fetch_checked_o = fetch_checked;
  assign fetch_waits_o   = fetch_checked && data_checked;

  always_comb begin
    addr       = '0;
    is_machine = 1'b0;
    need       = NeedExecute;
    if (data_checked) begin
      addr       = data_addr_i;
      is_machine = data_machine_i;
      need       = data_store_i ? NeedWrite : NeedRead;
    end else if (fetch_checked) begin
      addr       = fetch_addr_i;
      is_machine = fetch_machine_i;
    end
  end

  // Found by going through the regions in order.
  logic [29:0] bound, ignored;
  logic [31:0] four;
  logic [1:0]  how;
  logic        contains, below, below_last, decided;
  always_comb begin
    bound      = '0;
    ignored    = '0;
    four       = '0;
    how        = '0;
    contains   = 1'b0;
    below      = 1'b0;
    below_last = 1'b0;
    decided    = 1'b0;
    denied     = 1'b0;
    if (fetch_checked || data_checked) begin
      denied = !is_machine;
      for (int i = 0; i < Regions; i++) begin
        bound = addr_set_q[i] ? addrs_q[i] : '0;
        four  = config_set_q[i/4] ? configs_q[i/4] : '0;
        how   = four[8*(i%4)+3+:2];
        // Of NAPOT, ones at the bottom and the zero above them: what of an address does not matter.
        ignored  = how[0] ? bound ^ (bound + 30'd1) : '0;
        below    = addr < bound;
        contains = how == MatchTor ? below && !below_last
                                   : how[1] && ((addr ^ bound) & ~ignored) == '0;
        if (!decided && contains) begin
          decided = 1'b1;
          denied  = (!is_machine || four[8*(i%4)+7]) && (four[8*(i%4)+:3] & need) == '0;
        end
        below_last = below;
      end
    end
  end
  assign fetch_denied_o = denied && !data_checked;
  assign data_denied_o  = denied && data_checked;

  `ASSERT_IF(OnlyKnownWrites, csr_write_i, csr_known_o)
endmodule
