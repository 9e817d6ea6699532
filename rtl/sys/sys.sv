// The system block: who this machine is, the core's run bit, and the words by which host and
// firmware start up.
//
// Every register has one writer, the host or the firmware core; the other side's write is refused.
// HOST_IRQ is the exception by design: the host sets its bits, firmware clears them.
`include "rtl/common/assert.svh"

module sys #(
  // What CONFIG tells software.
  parameter int unsigned NumSlots = 4,
  parameter int unsigned NumDoorbellPages = 16,
  // Told as the highest VMID, in 4 bits. Requires: at most 16.
  parameter int unsigned NumVmids = 16
) (
  input  logic clk_i,
  input  logic rst_ni,

  // Register bus.
  input  regbus_pkg::req_t reg_req_i,
  output regbus_pkg::rsp_t reg_rsp_o,

  // To the firmware core: 0 holds it in reset; pulse: its non-maskable interrupt; the host wants its
  // attention.
  output logic core_run_o,
  output logic core_nmi_o,
  output logic host_irq_o,

  // For watchers: what firmware last said of itself.
  output logic [31:0] fw_status_o,
  output logic [31:0] fw_heartbeat_o
);
  localparam int unsigned NumScratch = 9;
  localparam int unsigned ScratchWidth = $clog2(NumScratch);

  logic run_q;
  logic [31:0] host_irq_q, fw_status_q, fw_heartbeat_q;
  logic [31:0] scratch_q [NumScratch];

  sys_regs_pkg::config_t config_word;
  always_comb begin
    config_word                = '0;
    config_word.slots          = 4'(NumSlots);
    config_word.doorbell_pages = 8'(NumDoorbellPages);
    config_word.last_vmid      = 4'(NumVmids - 1);
  end

  logic is_scratch;
  logic [ScratchWidth-1:0] scratch_index;
  assign is_scratch = reg_req_i.addr >= sys_regs_pkg::Scratch0Offset &&
                      reg_req_i.addr <= sys_regs_pkg::Scratch8Offset &&
                      reg_req_i.addr[1:0] == '0;
  assign scratch_index = ScratchWidth'((reg_req_i.addr - sys_regs_pkg::Scratch0Offset) >> 2);

  // Writes, each by its one writer.
  logic write_ctrl, raise_irq, clear_irq, write_status, write_heartbeat, write_scratch;
  always_comb begin
    write_ctrl      = 1'b0;
    raise_irq       = 1'b0;
    clear_irq       = 1'b0;
    write_status    = 1'b0;
    write_heartbeat = 1'b0;
    write_scratch   = 1'b0;
    if (reg_req_i.valid && reg_req_i.write) begin
      unique case (reg_req_i.addr)
        sys_regs_pkg::CoreCtrlOffset: write_ctrl = reg_req_i.from_host;
        sys_regs_pkg::HostIrqOffset: begin
          raise_irq = reg_req_i.from_host;
          clear_irq = !reg_req_i.from_host;
        end
        sys_regs_pkg::FwStatusOffset: write_status = !reg_req_i.from_host;
        sys_regs_pkg::FwHeartbeatOffset: write_heartbeat = !reg_req_i.from_host;
        default: write_scratch = is_scratch && reg_req_i.from_host;
      endcase
    end
  end

  always_comb begin
    reg_rsp_o = '0;
    if (reg_req_i.valid && reg_req_i.write) begin
      reg_rsp_o.error = !(write_ctrl || raise_irq || clear_irq || write_status ||
                          write_heartbeat || write_scratch);
    end else if (reg_req_i.valid) begin
      unique case (reg_req_i.addr)
        sys_regs_pkg::IdOffset: reg_rsp_o.rdata = sys_regs_pkg::IdReset;
        sys_regs_pkg::VersionOffset: reg_rsp_o.rdata = sys_regs_pkg::VersionReset;
        sys_regs_pkg::ConfigOffset: reg_rsp_o.rdata = config_word;
        sys_regs_pkg::CoreCtrlOffset: reg_rsp_o.rdata = 32'(run_q);
        sys_regs_pkg::HostIrqOffset: reg_rsp_o.rdata = host_irq_q;
        sys_regs_pkg::FwStatusOffset: reg_rsp_o.rdata = fw_status_q;
        sys_regs_pkg::FwHeartbeatOffset: reg_rsp_o.rdata = fw_heartbeat_q;
        default: begin
          reg_rsp_o.error = !is_scratch;
          if (is_scratch) reg_rsp_o.rdata = scratch_q[scratch_index];
        end
      endcase
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      run_q          <= 1'b0;
      host_irq_q     <= '0;
      fw_status_q    <= '0;
      fw_heartbeat_q <= '0;
    end else begin
      if (write_ctrl) run_q <= reg_req_i.wdata[0];
      if (raise_irq) host_irq_q <= host_irq_q | reg_req_i.wdata;
      if (clear_irq) host_irq_q <= host_irq_q & ~reg_req_i.wdata;
      if (write_status) fw_status_q <= reg_req_i.wdata;
      if (write_heartbeat) fw_heartbeat_q <= reg_req_i.wdata;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      for (int unsigned i = 0; i < NumScratch; i++) scratch_q[i] <= '0;
    end else if (write_scratch) begin
      scratch_q[scratch_index] <= reg_req_i.wdata;
    end
  end

  assign core_run_o = run_q;
  assign core_nmi_o = write_ctrl && reg_req_i.wdata[1];
  assign host_irq_o = host_irq_q != '0;
  assign fw_status_o = fw_status_q;
  assign fw_heartbeat_o = fw_heartbeat_q;

  `ASSERT_INIT(ConfigFits, NumSlots < 16 && NumDoorbellPages < 256 && NumVmids <= 16)
  // Each side changes only what is its own.
  `ASSERT_IF(HostKeepsOff, reg_req_i.from_host, !(clear_irq || write_status || write_heartbeat))
  `ASSERT_IF(FirmwareKeepsOff, !reg_req_i.from_host, !(write_ctrl || raise_irq || write_scratch))
  // A bit the host raises stays until firmware clears it.
  `ASSERT_WAS(HostIrqIsKept, !clear_irq && host_irq_q != '0, host_irq_q,
              (HostIrqIsKept_was_q & ~host_irq_q) == '0)
  `ASSERT_IF(WordAligned, reg_req_i.valid, reg_req_i.addr[1:0] == '0)
endmodule
