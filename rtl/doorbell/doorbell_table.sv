// The bind table: what each doorbell is bound to. Every entry is KindNone after reset.
//
// One access a cycle; a lookup answers at once, a bind is seen from the next cycle on.
module doorbell_table
  import doorbell_pkg::*;
(
  input  logic clk_i,
  input  logic rst_ni,

  // The doorbell looked up or bound.
  input  id_t    id_i,
  output entry_t entry_o,

  // Bind it.
  input  logic   bind_i,
  input  entry_t bind_entry_i
);
  logic [$bits(entry_t)-1:0] entry;

  doorbell_ram #(
    .Width($bits(entry_t)),
    .Depth(NumDoorbells)
  ) u_entries (
    .clk_i,
    .rst_ni,
    .addr_i (id_i),
    .write_i(bind_i),
    .wdata_i(bind_entry_i),
    .rdata_o(entry)
  );

  assign entry_o = entry_t'(entry);
endmodule
