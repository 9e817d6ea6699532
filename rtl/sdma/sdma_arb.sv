// Picks whose queue runs: takes a runnable slot in turn and holds it until the engine gives it
// back.
//
// A slot is asked to pause once it has used its slice and another is runnable; it is asked to stop
// when the HQD bank wants it back. A queue alone runs on undisturbed. Kernel queues go first: users
// wait while one has work, and a user's slot is paused for it without regard to its slice.
`include "rtl/common/assert.svh"

module sdma_arb
  import hqd_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  // HQD bank.
  input  logic [NumSlots-1:0] runnable_i,
  input  logic [NumSlots-1:0] kernel_i,
  output slot_id_t            sel_slot_o,
  output logic                take_valid_o,

  // Slice: bytes, and those used in this cycle.
  input  logic [31:0]         slice_i,
  input  logic [9:0]          used_i,

  // Engine: `start_o` hands it the selected slot, `release_i` gives it back.
  output logic                start_o,
  output logic                pause_o,
  input  logic                release_i,
  output logic                busy_o
);
  typedef enum logic [1:0] {StPick, StTake, StHold, StGap} state_e;

  state_e      state_q, state_d;
  slot_id_t    slot_q, slot_d;
  logic [31:0] used_q, used_d;

  // Who may be picked: no user while a kernel queue can run.
  logic [NumSlots-1:0] eligible;
  logic                kernel_waits;
  assign kernel_waits = (runnable_i & kernel_i) != '0;
  assign eligible     = kernel_waits ? runnable_i & kernel_i : runnable_i;

  // Whom the slot held must make room for (it is not runnable itself): at once, or after its slice.
  logic at_once, in_turn;
  assign at_once = kernel_waits && !kernel_i[slot_q];
  assign in_turn = eligible != '0 && (kernel_waits || !kernel_i[slot_q]);

  assign sel_slot_o = slot_q;
  assign busy_o     = state_q != StPick;
  // Something must have been done, however small the slice, or two queues would only hand over.
  assign pause_o    = state_q == StHold && used_q != '0 &&
                      (at_once || (in_turn && used_q >= slice_i));

  always_comb begin
    state_d      = state_q;
    slot_d       = slot_q;
    used_d       = used_q;
    take_valid_o = 1'b0;
    unique case (state_q)
      // Looks at the slot after the last one first.
      StPick: if (eligible != '0) begin
        for (int i = NumSlots; i >= 1; i--) begin
          if (eligible[slot_q + slot_id_t'(i)]) slot_d = slot_q + slot_id_t'(i);
        end
        state_d = StTake;
      end
      // The slot's context is selected now; it may have gone in between.
      StTake: begin
        take_valid_o = runnable_i[slot_q];
        used_d       = '0;
        state_d      = runnable_i[slot_q] ? StHold : StPick;
      end
      StHold: begin
        if (!used_q[31]) used_d = used_q + 32'(used_i);
        if (release_i) state_d = StGap;
      end
      // The bank takes the state back in this cycle and is right again in the next.
      StGap: state_d = StPick;
      default: state_d = StPick;
    endcase
  end

  assign start_o = take_valid_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StPick;
      slot_q  <= '0;
      used_q  <= '0;
    end else begin
      state_q <= state_d;
      slot_q  <= slot_d;
      used_q  <= used_d;
    end
  end

  `ASSERT_IF(ReleaseIsOfTaken, release_i, state_q == StHold)
endmodule
