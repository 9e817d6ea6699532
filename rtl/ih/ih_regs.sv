// Registers of the interrupt block: the ring's place and pointers, and the firmware's own entries.
//
// The host owns the ring registers; writing RING_SIZE starts the ring afresh (both pointers 0).
// Firmware sends with FW_SEND, one entry at a time: while STATUS says busy, a further send is
// refused.
`include "rtl/common/assert.svh"

module ih_regs
  import ih_regs_pkg::*;
(
  input  logic clk_i,
  input  logic rst_ni,

  // Register bus.
  input  regbus_pkg::req_t reg_req_i,
  output regbus_pkg::rsp_t reg_rsp_o,

  // The ring: where the next entry goes, and whether it may. `pending`: the host has entries to
  // read.
  output logic [31:0] entry_addr_o,
  output logic        off_o,
  output logic        full_o,
  output logic        pending_o,
  // RING_SIZE is being written: what was under way belongs to no ring any more.
  output logic        restart_o,

  // An entry is in the ring: wptr moves. Or it was lost: the bus refused it, or the ring is off.
  input  logic written_i,
  input  logic bus_error_i,
  input  logic dropped_i,

  // Firmware's entry, held until it is taken.
  output logic           fw_valid_o,
  output ih_pkg::entry_t fw_entry_o,
  output logic [15:0]    fw_pasid_o,
  input  logic           fw_ready_i
);
  // Ring sizes, log2 of bytes: 8 entries to 32768.
  localparam logic [4:0] SizeLog2Min = 5'd8;
  localparam logic [4:0] SizeLog2Max = 5'd20;

  logic [23:0] base_q;
  logic [4:0] size_log2_q;
  logic [20:0] rptr_q, wptr_q, size, wptr_next;
  logic [31:0] count_q, dropped_q;
  logic bus_error_q;
  logic fw_valid_q;
  logic [7:0] fw_source_q;
  logic [15:0] fw_pasid_q;
  logic [3:0][31:0] fw_data_q;

  assign size = size_log2_q == '0 ? '0 : 21'd1 << size_log2_q;
  assign wptr_next = (wptr_q + 21'(ih_pkg::EntryBytes)) & (size - 1'b1);

  // What a write asks for, if its writer may and its value is legal.
  logic write_base, write_size, write_rptr, send, write_data;
  logic size_legal, rptr_legal, is_data;
  logic [1:0] data_index;
  assign size_legal = reg_req_i.wdata == '0 || (reg_req_i.wdata >= 32'(SizeLog2Min) &&
                                                reg_req_i.wdata <= 32'(SizeLog2Max));
  // The reader may come up to the writer, not past it.
  assign rptr_legal = reg_req_i.wdata[4:0] == '0 && reg_req_i.wdata < 32'(size) &&
                      ((reg_req_i.wdata[20:0] - rptr_q) & (size - 1'b1)) <=
                      ((wptr_q - rptr_q) & (size - 1'b1));
  assign is_data = reg_req_i.addr >= FwData0Offset && reg_req_i.addr <= FwData3Offset &&
                   reg_req_i.addr[1:0] == '0;
  assign data_index = 2'((reg_req_i.addr - FwData0Offset) >> 2);

  always_comb begin
    write_base = 1'b0;
    write_size = 1'b0;
    write_rptr = 1'b0;
    send       = 1'b0;
    write_data = 1'b0;
    if (reg_req_i.valid && reg_req_i.write && reg_req_i.from_host) begin
      unique case (reg_req_i.addr)
        RingBaseLoOffset: write_base = 1'b1;
        RingSizeOffset: write_size = size_legal;
        RptrOffset: write_rptr = rptr_legal;
        default: ;
      endcase
    end else if (reg_req_i.valid && reg_req_i.write) begin
      // Not while busy: the entry being sent is read from these registers.
      send       = reg_req_i.addr == FwSendOffset && !fw_valid_q;
      write_data = is_data && !fw_valid_q;
    end
  end

  always_comb begin
    reg_rsp_o = '0;
    if (reg_req_i.valid && reg_req_i.write) begin
      reg_rsp_o.error = !(write_base || write_size || write_rptr || send || write_data);
    end else if (reg_req_i.valid) begin
      unique case (reg_req_i.addr)
        RingBaseLoOffset: reg_rsp_o.rdata = {base_q, 8'b0};
        RingSizeOffset: reg_rsp_o.rdata = 32'(size_log2_q);
        RptrOffset: reg_rsp_o.rdata = 32'(rptr_q);
        WptrOffset: reg_rsp_o.rdata = 32'(wptr_q);
        CountOffset: reg_rsp_o.rdata = count_q;
        DroppedOffset: reg_rsp_o.rdata = dropped_q;
        StatusOffset: begin
          reg_rsp_o.rdata = {29'b0, bus_error_q, !off_o && full_o, fw_valid_q};
        end
        default: begin
          reg_rsp_o.error = !is_data;
          if (is_data) reg_rsp_o.rdata = fw_data_q[data_index];
        end
      endcase
    end
  end

  // The ring.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      base_q      <= '0;
      size_log2_q <= '0;
      rptr_q      <= '0;
      wptr_q      <= '0;
      bus_error_q <= 1'b0;
    end else begin
      if (write_base) base_q <= reg_req_i.wdata[31:8];
      if (write_rptr) rptr_q <= reg_req_i.wdata[20:0];
      if (written_i) wptr_q <= wptr_next;
      if (bus_error_i) bus_error_q <= 1'b1;
      // Last: a fresh ring is empty whatever ended in this cycle.
      if (write_size) begin
        size_log2_q <= reg_req_i.wdata[4:0];
        rptr_q      <= '0;
        wptr_q      <= '0;
        bus_error_q <= 1'b0;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q   <= '0;
      dropped_q <= '0;
    end else begin
      if (written_i) count_q <= count_q + 1'b1;
      if (dropped_i || bus_error_i) dropped_q <= dropped_q + 1'b1;
    end
  end

  // Firmware's entry.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      fw_valid_q  <= 1'b0;
      fw_source_q <= '0;
      fw_pasid_q  <= '0;
      fw_data_q   <= '0;
    end else begin
      if (fw_ready_i) fw_valid_q <= 1'b0;
      if (write_data) fw_data_q[data_index] <= reg_req_i.wdata;
      if (send) begin
        fw_valid_q  <= 1'b1;
        fw_source_q <= reg_req_i.wdata[7:0];
        fw_pasid_q  <= reg_req_i.wdata[23:8];
      end
    end
  end

  assign entry_addr_o = {base_q, 8'b0} + 32'(wptr_q);
  assign off_o = size == '0;
  assign full_o = wptr_next == rptr_q;
  assign pending_o = wptr_q != rptr_q;
  assign restart_o = write_size;
  assign fw_valid_o = fw_valid_q;
  assign fw_entry_o = '{vmid: '0, ring: '0, source: fw_source_q, client: '0, src_data: fw_data_q};
  assign fw_pasid_o = fw_pasid_q;

  `ASSERT_NOW(PointersAreInTheRing, size == '0 || (rptr_q < size && wptr_q < size))
  // A full ring is one entry short of meeting its reader: wptr never steps onto rptr.
  `ASSERT_IF(NeverOverwrites, written_i && !write_size, size != '0 && wptr_next != rptr_q)
  `ASSERT_IF(HostDoesNotSend, reg_req_i.from_host, !send && !write_data)
endmodule
