// Types of the doorbell block: ids, and what an id is bound to.
//
// A doorbell id is {page[3:0], index[8:0]}: its byte offset in the doorbell aperture divided by 8.
package doorbell_pkg;
  localparam int unsigned IdWidth = 13;
  localparam int unsigned NumDoorbells = 2 ** IdWidth;

  typedef logic [IdWidth-1:0] id_t;
  typedef logic [1:0] slot_t;

  // What a ring does. The numbers are those of the BIND register.
  typedef enum logic [1:0] {
    // Nothing is bound: the ring is counted as stray and dropped.
    KindNone = 2'd0,
    // A queue without a slot: the ring is remembered for firmware.
    KindUnmapped = 2'd1,
    // A queue in a slot: the ring goes there.
    KindMapped = 2'd2
  } kind_e;

  typedef struct packed {
    kind_e kind;
    // Only means something for KindMapped.
    slot_t slot;
  } entry_t;
endpackage
