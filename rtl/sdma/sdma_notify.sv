// Tells the world about progress: writes a fence, then the read pointer, then sends an interrupt.
//
// Each step waits until the one before is in memory, so whoever sees a later one can rely on the
// earlier ones. A write that faults ends the notice: what follows it is not told.
`include "rtl/common/assert.svh"

module sdma_notify
  import sdma_pkg::*;
(
  input  logic            clk_i,
  input  logic            rst_ni,

  // This part needs the edge that ends this cycle.
  output logic            clk_req_o,

  // The notice stays as it is from `start_i` to `done_o`.
  input  logic            start_i,
  input  notice_t         notice_i,
  output logic            done_o,
  output fault_t          fault_o,

  // To sdma_store.
  output logic            put_valid_o,
  input  logic            put_ready_i,
  output put_t            put_o,
  input  logic            store_busy_i,
  input  fault_t          store_fault_i,

  // To the interrupt ring.
  output logic            ih_valid_o,
  input  logic            ih_ready_i,
  output ih_pkg::entry_t  ih_entry_o
);
  typedef enum logic [2:0] {
    StIdle, StFenceLo, StFenceHi, StFenceWait, StRptrLo, StRptrHi, StRptrWait, StIrq
  } state_e;

  state_e state_q, state_d;

  assign fault_o = store_fault_i;

  assign clk_req_o = state_q inside {StFenceWait, StRptrWait} ? !store_busy_i : state_q != StIdle;

  always_comb begin
    state_d     = state_q;
    done_o      = 1'b0;
    put_valid_o = 1'b0;
    put_o = '{vmid: notice_i.rptr_vmid, va: notice_i.rptr_addr, data: '0, last: 1'b0};
    ih_valid_o  = 1'b0;
    unique case (state_q)
      StIdle: if (start_i) begin
        state_d = notice_i.fence_valid ? StFenceLo : StFenceWait;
      end
      StFenceLo: begin
        put_valid_o = 1'b1;
        put_o = '{vmid: notice_i.fence_vmid, va: notice_i.fence_addr,
                  data: notice_i.fence_value[31:0], last: !notice_i.fence_wide};
        if (put_ready_i) state_d = notice_i.fence_wide ? StFenceHi : StFenceWait;
      end
      StFenceHi: begin
        put_valid_o = 1'b1;
        put_o = '{vmid: notice_i.fence_vmid, va: notice_i.fence_addr + 48'd4,
                  data: notice_i.fence_value[63:32], last: 1'b1};
        if (put_ready_i) state_d = StFenceWait;
      end
      // The fence is being written, or there is none.
      StFenceWait: if (!store_busy_i) begin
        if (store_fault_i.valid) begin
          done_o  = 1'b1;
          state_d = StIdle;
        end else begin
          state_d = notice_i.rptr_valid ? StRptrLo : StRptrWait;
        end
      end
      StRptrLo: begin
        put_valid_o = 1'b1;
        put_o.data  = notice_i.rptr_value[31:0];
        if (put_ready_i) state_d = StRptrHi;
      end
      StRptrHi: begin
        put_valid_o = 1'b1;
        put_o.va    = notice_i.rptr_addr + 48'd4;
        put_o.data  = notice_i.rptr_value[63:32];
        put_o.last  = 1'b1;
        if (put_ready_i) state_d = StRptrWait;
      end
      // The read pointer is being written, or nobody wants it.
      StRptrWait: if (!store_busy_i) begin
        if (notice_i.irq_valid && !store_fault_i.valid) begin
          state_d = StIrq;
        end else begin
          done_o  = 1'b1;
          state_d = StIdle;
        end
      end
      // The ring to the host may be full; it drops nothing.
      StIrq: begin
        ih_valid_o = 1'b1;
        if (ih_ready_i) begin
          done_o  = 1'b1;
          state_d = StIdle;
        end
      end
      default: state_d = StIdle;
    endcase
  end

  always_comb begin
    ih_entry_o          = '0;
    ih_entry_o.source   = notice_i.irq_source;
    ih_entry_o.vmid     = notice_i.rptr_vmid;
    ih_entry_o.src_data = notice_i.irq_data;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) state_q <= StIdle;
    else         state_q <= state_d;
  end

  `ASSERT_IF(OneNoticeAtATime, start_i, state_q == StIdle)
endmodule
