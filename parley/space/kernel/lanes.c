/* The loops of lanes_body.h in every width a processor may have, and which to use on this one. */
#include "lanes.h"

#include <math.h>
#include <string.h>

#pragma GCC diagnostic ignored "-Wpsabi" /* no vector leaves this file */

typedef float floats __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef int32_t flags __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
#define PICK(flag, yes, no) ((floats)(((flags)(yes) & (flag)) | ((flags)(no) & ~(flag))))
/* By halves, which compilers turn into a few instructions. */
static inline float least_of(const void *lanes)
{
    float v[LANES];
    memcpy(v, lanes, sizeof v);
    for (int half = LANES / 2; half; half /= 2)
        for (int i = 0; i < half; i++)
            v[i] = v[i] < v[i + half] ? v[i] : v[i + half];
    return v[0];
}

#define FORM(name, width) \
    {name, walk_##width, draw_##width, nearest_##width, look_##width}
#define AT(place) (*(floats *)(place))
/* What has no instruction of its own in every width. */
#define SIMPLY(width) \
    static inline floats least_##width(floats a, floats b) { return PICK(a < b, a, b); } \
    static inline floats most_##width(floats a, floats b) { return PICK(a > b, a, b); } \
    static inline void fetch_##width(int32_t *to, const int32_t *from, unsigned count) \
    { \
        memcpy(to, from, count * sizeof *to); \
    }
#define SIDE(node, side, i) ((node) + (side) * FANOUT + (i))

#if defined(__x86_64__)
#include <immintrin.h>

#define NAME(x) x##_128
#define AIMED
static inline unsigned touching_128(const int32_t *node, const int32_t *want)
{
    __m128i side[SIDES];
    unsigned mask = 0;
    for (int k = 0; k < SIDES; k++)
        side[k] = _mm_set1_epi32(want[(k + 3) % SIDES]);
    for (int i = 0; i < FANOUT; i += 4) {
        __m128i off = _mm_setzero_si128();
        for (int k = 0; k < SIDES; k++) {
            __m128i one = _mm_loadu_si128((const void *)SIDE(node, k, i));
            off = _mm_or_si128(off, k < 3 ? _mm_cmpgt_epi32(one, side[k])
                                          : _mm_cmpgt_epi32(side[k], one));
        }
        mask |= (unsigned)_mm_movemask_ps(_mm_castsi128_ps(off)) << i;
    }
    return ~mask & 0xFFFF;
}
SIMPLY(128)
static inline unsigned bits_128(flags lanes)
{
    unsigned mask = 0;
    __m128i part[4];
    memcpy(part, &lanes, sizeof part);
    for (int i = 0; i < 4; i++)
        mask |= (unsigned)_mm_movemask_ps(_mm_castsi128_ps(part[i])) << 4 * i;
    return mask;
}
#include "lanes_body.h"
#undef NAME
#undef AIMED

#define NAME(x) x##_256
#define AIMED __attribute__((target("avx2,fma")))
AIMED static inline unsigned touching_256(const int32_t *node, const int32_t *want)
{
    unsigned mask = 0;
    for (int i = 0; i < FANOUT; i += 8) {
        __m256i off = _mm256_setzero_si256();
        for (int k = 0; k < SIDES; k++) {
            __m256i one = _mm256_loadu_si256((const void *)SIDE(node, k, i));
            __m256i side = _mm256_set1_epi32(want[(k + 3) % SIDES]);
            off = _mm256_or_si256(off, k < 3 ? _mm256_cmpgt_epi32(one, side)
                                             : _mm256_cmpgt_epi32(side, one));
        }
        mask |= (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(off)) << i;
    }
    return ~mask & 0xFFFF;
}
AIMED static inline floats least_256(floats a, floats b) { return PICK(a < b, a, b); }
AIMED static inline floats most_256(floats a, floats b) { return PICK(a > b, a, b); }
AIMED static inline void fetch_256(int32_t *to, const int32_t *from, unsigned count)
{
    memcpy(to, from, count * sizeof *to);
}
AIMED static inline unsigned bits_256(flags lanes)
{
    __m256i part[2];
    memcpy(part, &lanes, sizeof part);
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(part[0])) |
           (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(part[1])) << 8;
}
#include "lanes_body.h"
#undef NAME
#undef AIMED

#define NAME(x) x##_512
#define AIMED __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")))
AIMED static inline unsigned touching_512(const int32_t *node, const int32_t *want)
{
    __mmask16 mask = 0xFFFF;
    for (int k = 0; k < SIDES; k++) {
        __m512i one = _mm512_loadu_si512((const void *)SIDE(node, k, 0));
        __m512i side = _mm512_set1_epi32(want[(k + 3) % SIDES]);
        mask = k < 3 ? _mm512_mask_cmple_epi32_mask(mask, one, side)
                     : _mm512_mask_cmpge_epi32_mask(mask, one, side);
    }
    return mask;
}
AIMED static inline floats least_512(floats a, floats b)
{
    return (floats)_mm512_min_ps((__m512)a, (__m512)b);
}
AIMED static inline floats most_512(floats a, floats b)
{
    return (floats)_mm512_max_ps((__m512)a, (__m512)b);
}
AIMED static inline void fetch_512(int32_t *to, const int32_t *from, unsigned count)
{
    uint64_t some = (UINT64_C(1) << count) - 1;
    for (int i = 0; i < 3 * LANES; i += LANES)
        _mm512_store_si512(to + i, _mm512_maskz_loadu_epi32((__mmask16)(some >> i), from + i));
}
AIMED static inline unsigned bits_512(flags lanes)
{
    return _mm512_movepi32_mask((__m512i)lanes);
}
#include "lanes_body.h"
#undef NAME
#undef AIMED

static const lanes_t NARROW = FORM("128 bits", 128);
static const lanes_t WIDE = FORM("256 bits", 256);
static const lanes_t WIDEST = FORM("512 bits", 512);

const lanes_t *lanes_of(int bits)
{
    if (bits >= 512 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        return &WIDEST;
    if (bits >= 256 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return &WIDE;
    return &NARROW;
}

#else

#define NAME(x) x##_any
#define AIMED
static inline unsigned touching_any(const int32_t *node, const int32_t *want)
{
    uint8_t hit[FANOUT];
    unsigned mask = 0;
    for (int i = 0; i < FANOUT; i++)
        hit[i] = (*SIDE(node, WEST, i) <= want[EAST]) & (*SIDE(node, EAST, i) >= want[WEST]) &
                 (*SIDE(node, SOUTH, i) <= want[NORTH]) & (*SIDE(node, NORTH, i) >= want[SOUTH]) &
                 (*SIDE(node, EARLIEST, i) <= want[LATEST]) &
                 (*SIDE(node, LATEST, i) >= want[EARLIEST]);
    for (int i = 0; i < FANOUT; i++)
        mask |= (unsigned)hit[i] << i;
    return mask;
}
SIMPLY(any)
static inline unsigned bits_any(flags lanes)
{
    unsigned mask = 0;
    for (int i = 0; i < LANES; i++)
        mask |= (unsigned)(lanes[i] & 1) << i;
    return mask;
}
#include "lanes_body.h"

static const lanes_t ANY = FORM("as compiled", any);

const lanes_t *lanes_of(int bits)
{
    (void)bits;
    return &ANY;
}

#endif
