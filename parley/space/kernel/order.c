/* The order of boxes along a Hilbert curve, so that what is near stands near in memory. */
#include "tree.h"

#include <stdlib.h>
#include <string.h>

/* J. Skilling, "Programming the Hilbert curve" (2004): the place of a cell along the curve, from
   its coordinates of `bits` bits each. */
static uint64_t place_along(uint32_t *at, int dims, int bits)
{
    uint32_t turn = 0, top = UINT32_C(1) << (bits - 1);
    uint64_t key = 0;
    for (uint32_t q = top; q > 1; q >>= 1) {
        uint32_t low = q - 1;
        for (int i = 0; i < dims; i++) {
            if (at[i] & q) {
                at[0] ^= low;
            } else {
                uint32_t swap = (at[0] ^ at[i]) & low;
                at[0] ^= swap;
                at[i] ^= swap;
            }
        }
    }
    for (int i = 1; i < dims; i++)
        at[i] ^= at[i - 1];
    for (uint32_t q = top; q > 1; q >>= 1)
        if (at[dims - 1] & q)
            turn ^= q - 1;
    for (int bit = bits - 1; bit >= 0; bit--)
        for (int i = 0; i < dims; i++)
            key = key << 1 | ((at[i] ^ turn) >> bit & 1);
    return key;
}

typedef struct {
    int64_t low;
    double scale;
} span_t;

static int64_t middle(const int32_t *sides, int dim)
{
    return ((int64_t)sides[dim] + sides[dim + 3]) >> 1;
}

static span_t span_of(int64_t boxes, const int32_t *sides, int dim, int bits)
{
    int64_t low = INT64_MAX, high = INT64_MIN;
    span_t span = {0, 0};
    for (int64_t i = 0; i < boxes; i++) {
        int64_t one = middle(sides + i * SIDES, dim);
        low = one < low ? one : low;
        high = one > high ? one : high;
    }
    span.low = low;
    if (high > low)
        span.scale = (double)((UINT32_C(1) << bits) - 1) / (double)(high - low);
    return span;
}

/* Least significant digit first, 16 bits at a time; equal keys keep their order. */
static void sort_by_key(int64_t boxes, uint64_t *keys[2], uint32_t *order[2], int64_t *counts)
{
    for (int shift = 0; shift < 64; shift += 16) {
        int64_t sum = 0;
        memset(counts, 0, 65536 * sizeof *counts);
        for (int64_t i = 0; i < boxes; i++)
            counts[keys[0][i] >> shift & 65535]++;
        if (counts[keys[0][0] >> shift & 65535] == boxes)
            continue;
        for (int digit = 0; digit < 65536; digit++) {
            int64_t count = counts[digit];
            counts[digit] = sum;
            sum += count;
        }
        for (int64_t i = 0; i < boxes; i++) {
            int64_t to = counts[keys[0][i] >> shift & 65535]++;
            keys[1][to] = keys[0][i];
            order[1][to] = order[0][i];
        }
        uint64_t *key = keys[0];
        uint32_t *one = order[0];
        keys[0] = keys[1], keys[1] = key;
        order[0] = order[1], order[1] = one;
    }
}

/* Write into `order` which box stands where; -1 when there is no memory for it. `dims` is 2 for
   longitude and latitude, 3 with time. */
int hilbert_order(int64_t boxes, const int32_t *sides, int dims, uint32_t *order)
{
    static const int axis[3] = {WEST, SOUTH, EARLIEST};
    int bits = dims == 3 ? 21 : 31;
    size_t room = (size_t)(boxes ? boxes : 1);
    uint64_t *keys[2] = {malloc(room * sizeof(uint64_t)), malloc(room * sizeof(uint64_t))};
    uint32_t *orders[2] = {order, malloc(room * sizeof(uint32_t))};
    uint64_t *both[2] = {keys[0], keys[1]};
    uint32_t *spare = orders[1];
    int64_t *counts = malloc(65536 * sizeof *counts);
    span_t spans[3];
    int fine = keys[0] && keys[1] && spare && counts;
    for (int i = 0; fine && i < dims; i++)
        spans[i] = span_of(boxes, sides, axis[i], bits);
    for (int64_t box = 0; fine && box < boxes; box++) {
        uint32_t at[3];
        for (int i = 0; i < dims; i++) {
            int64_t off = middle(sides + box * SIDES, axis[i]) - spans[i].low;
            at[i] = (uint32_t)((double)off * spans[i].scale);
        }
        keys[0][box] = place_along(at, dims, bits);
        order[box] = (uint32_t)box;
    }
    if (fine && boxes) {
        sort_by_key(boxes, keys, orders, counts);
        if (orders[0] != order)
            memcpy(order, orders[0], room * sizeof *order);
    }
    free(both[0]);
    free(both[1]);
    free(spare);
    free(counts);
    return fine ? 0 : -1;
}
