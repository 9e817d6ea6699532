/*
 * The rules by which everything in this folder may grow, and the checks that hold structures to
 * them.
 *
 * Fields are only added, at the end or in place of reserved words that were checked to be zero.
 * Zero always means what it meant before the field came. A number once given is never used again.
 * Every change raises RS_ABI_MINOR. Only fixed-width integers cross a border: no pointer, enum,
 * bool, long or bit-field. All words are little endian. The host, the firmware and (through
 * abi_pkg, printed from these headers) the RTL read the same definitions.
 */
#ifndef RINGSIDE_UAPI_ABI_H_
#define RINGSIDE_UAPI_ABI_H_

#include <stddef.h>
#include <stdint.h>

#define RS_ABI_MAJOR 1
#define RS_ABI_MINOR 0

#ifdef __cplusplus
#define RS_STATIC_ASSERT(condition, text) static_assert(condition, text)
#else
#define RS_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#endif

/* Stand under every structure: its size and the offsets that the other side relies on, in bytes. */
#define RS_SIZE(type, bytes) \
  RS_STATIC_ASSERT(sizeof(struct type) == (bytes), #type " is not " #bytes " bytes")
#define RS_OFFSET(type, field, bytes) \
  RS_STATIC_ASSERT(offsetof(struct type, field) == (bytes), #type "." #field " is not at " #bytes)

#endif /* RINGSIDE_UAPI_ABI_H_ */
