/* The headers of the ABI compile as C, without padding; the assertions under each structure do the
 * rest. */
#include "uapi/abi.h"
#include "uapi/fence.h"
#include "uapi/firmware_abi.h"
#include "uapi/interrupt.h"
#include "uapi/limits.h"
#include "uapi/memory_map.h"
#include "uapi/mqd.h"
#include "uapi/pte.h"
#include "uapi/queue_state.h"
#include "uapi/sdma_packets.h"

int main(void) { return 0; }
