// Moves a WRITE packet's data from the fetcher to memory, one 32-byte beat at a time.
//
// The contract is sdma_mover's: on `done_o`, `moved_o` bytes are in memory and the packet can go on
// from there. A pause and a stop are the same here.
`include "rtl/common/assert.svh"

module sdma_inline
  import sdma_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,

  // This part needs the edge that ends this cycle.
  output logic        clk_req_o,

  // The data's destination; held until `done_o`, a pulse.
  input  logic        start_i,
  input  move_t       move_i,
  input  logic        stop_i,
  output logic        done_o,
  output logic [30:0] moved_o,
  output fault_t      fault_o,

  // From sdma_fetch.
  input  logic        dword_valid_i,
  input  logic [31:0] dword_i,
  output logic        pop_o,
  input  fault_t      fetch_fault_i,

  // To sdma_store.
  output logic        put_valid_o,
  input  logic        put_ready_i,
  output put_t        put_o,
  input  logic        store_busy_i,
  input  fault_t      store_fault_i
);
  typedef enum logic [1:0] {StIdle, StPut, StWait} state_e;

  state_e      state_q, state_d;
  // Bytes put, and in memory.
  logic [30:0] put_q, put_d;
  logic [30:0] done_q, done_d;

  assign put_o = '{
    vmid: move_i.vmid,
    va:   move_i.dst + 48'(put_q),
    data: dword_i,
    last: put_q + 31'd4 == move_i.bytes
  };
  assign pop_o   = put_valid_o && put_ready_i;
  assign moved_o = done_d;

  assign clk_req_o = state_q == StPut || (state_q == StWait && !store_busy_i);

  always_comb begin
    state_d     = state_q;
    put_d       = put_q;
    done_d      = done_q;
    done_o      = 1'b0;
    fault_o     = '0;
    put_valid_o = 1'b0;
    unique case (state_q)
      StIdle: if (start_i) begin
        put_d   = '0;
        done_d  = '0;
        state_d = StPut;
      end
      // Gathers one beat.
      StPut: begin
        put_valid_o = dword_valid_i;
        if (pop_o) begin
          put_d = put_q + 31'd4;
          if (put_o.last || put_o.va[4:2] == 3'd7) state_d = StWait;
        end else if (fetch_fault_i.valid) begin
          fault_o = fetch_fault_i;
          done_o  = 1'b1;
          state_d = StIdle;
        end
      end
      // The beat is being written.
      StWait: if (!store_busy_i) begin
        state_d = StPut;
        fault_o = store_fault_i;
        if (!store_fault_i.valid) done_d = put_q;
        if (store_fault_i.valid || stop_i || put_q == move_i.bytes) begin
          done_o  = 1'b1;
          state_d = StIdle;
        end
      end
      default: state_d = StIdle;
    endcase
  end

  // The data comes from the packet.
  logic unused_move;
  assign unused_move = ^{move_i.fill, move_i.src, move_i.data};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StIdle;
      put_q   <= '0;
      done_q  <= '0;
    end else begin
      state_q <= state_d;
      put_q   <= put_d;
      done_q  <= done_d;
    end
  end

  `ASSERT_IF(OneMoveAtATime, start_i, state_q == StIdle)
endmodule
