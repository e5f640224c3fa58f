/* Most legs are plainly a shape: few corners, nothing near anything it could cross. Those need no
   second look. What is not certain here by a wide margin is left to shape.py, which also says what
   is wrong; so this may say no to a good shape, and never yes to a bad one. */
#include "prepare.h"
#include "distance.h"
#include "sphere.h"

#define MOST_CORNERS 256
#define SMALL_M 50000.0
#define HIGHEST 85.0
#define THIN_M 0.01      /* twice what shape.py calls no area */
#define LEAST_GAP_M 0.03 /* far more than rounding */

typedef struct { double x, y; } spot_t;

static int on_earth(const outline_t *outline)
{
    for (uint32_t i = 0; i < outline->ring_first[outline->rings]; i++)
        if (!(outline->lon[i] >= -1800000000 && outline->lon[i] <= 1800000000 &&
              outline->lat[i] >= -900000000 && outline->lat[i] <= 900000000))
            return 0;
    return 1;
}

/* Corners in the plane at their middle; 0 where they lie too far apart for it. */
static int dropped(const corner_t *corners, uint32_t count, spot_t *spots, double *reach_m)
{
    double middle[3] = {0, 0, 0}, up[3], east[3], north[3];
    for (uint32_t i = 0; i < count; i++)
        for (int k = 0; k < 3; k++)
            middle[k] += corners[i].at[k] / count;
    for (int k = 0; k < 3; k++)
        up[k] = middle[k];
    unit3(up);
    across(up, east, north);
    *reach_m = 0;
    for (uint32_t i = 0; i < count; i++) {
        double at[3];
        for (int k = 0; k < 3; k++)
            at[k] = corners[i].at[k] - middle[k];
        spots[i].x = dot3(at, east), spots[i].y = dot3(at, north);
        if (!(length3(at[0], at[1], at[2]) < SMALL_M))
            return 0;
        if (length3(at[0], at[1], at[2]) > *reach_m)
            *reach_m = length3(at[0], at[1], at[2]);
    }
    return 1;
}

static double squared(spot_t p, spot_t a, spot_t b)
{
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    double t = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    dx = p.x - a.x - t * dx, dy = p.y - a.y - t * dy;
    return dx * dx + dy * dy;
}

static double turn_of(spot_t a, spot_t b, spot_t c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static int apart_in_one(double a, double b, double c, double d, double gap)
{
    return (a < c - gap && a < d - gap && b < c - gap && b < d - gap) ||
           (a > c + gap && a > d + gap && b > c + gap && b > d + gap);
}

/* Whether two edges without a common corner stay farther apart than the gap. */
static int stay_apart(spot_t a, spot_t b, spot_t c, spot_t d, double gap)
{
    double least = gap * gap;
    if (apart_in_one(a.x, b.x, c.x, d.x, gap) || apart_in_one(a.y, b.y, c.y, d.y, gap))
        return 1;
    if (squared(a, c, d) <= least || squared(b, c, d) <= least || squared(c, a, b) <= least ||
        squared(d, a, b) <= least)
        return 0;
    return !((turn_of(a, b, c) > 0) != (turn_of(a, b, d) > 0) &&
             (turn_of(c, d, a) > 0) != (turn_of(c, d, b) > 0));
}

/* How far the edges may lie from their drawing in the plane, with much to spare. */
static double gap_of(uint8_t rule, const corner_t *corners, uint32_t count, double reach_m)
{
    double longest = 0, bent = 0;
    for (uint32_t i = 0; i < count; i++) {
        const corner_t *next = corners + (i + 1) % count;
        double chord = apart3(corners[i].at, next->at), by;
        by = rule == GEODESIC ? 0 : bent_m(corners + i, next);
        longest = chord > longest ? chord : longest;
        bent = by > bent ? by : bent;
    }
    return LEAST_GAP_M + 10 * bent + 2 * longest * longest * reach_m / (LEAST_R * LEAST_R);
}

static int certainly_an_area(uint8_t rule, const corner_t *corners, uint32_t count)
{
    spot_t at[MOST_CORNERS];
    double reach, gap, twice = 0, around = 0;
    if (count < 3 || count > MOST_CORNERS || !dropped(corners, count, at, &reach))
        return 0;
    for (uint32_t i = 0; i < count; i++)
        if (!(corners[i].lat < HIGHEST && corners[i].lat > -HIGHEST))
            return 0;
    gap = gap_of(rule, corners, count, reach);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t next = (i + 1) % count, after = (i + 2) % count;
        twice += at[i].x * at[next].y - at[next].x * at[i].y;
        around += sqrt((at[i].x - at[next].x) * (at[i].x - at[next].x) +
                       (at[i].y - at[next].y) * (at[i].y - at[next].y));
        /* Neighbours share a corner; their far ends keep clear of the other edge. */
        if (squared(at[i], at[next], at[after]) <= gap * gap ||
            squared(at[after], at[i], at[next]) <= gap * gap)
            return 0;
        for (uint32_t j = i + 2; j < count && (i || j + 1 < count); j++)
            if (!stay_apart(at[i], at[next], at[j], at[(j + 1) % count], gap))
                return 0;
    }
    return fabs(twice) / 2 > (THIN_M + gap) * around;
}

static int certainly_a_track(uint8_t rule, const corner_t *corners, uint32_t count)
{
    int moved = 0;
    if (count < 2 || count > MOST_CORNERS)
        return 0;
    for (uint32_t i = 1; i < count; i++) {
        double east = fabs(corners[i].lon - corners[i - 1].lon), far = apart3(corners[i].at,
                                                                              corners[0].at);
        east = east > 180 ? 360 - east : east;
        if (!(far < 2 * SMALL_M) || (rule != GEODESIC && !(east < 179)))
            return 0;
        moved |= far > LEAST_GAP_M;
    }
    return moved;
}

int certainly_a_shape(uint8_t kind, uint8_t rule, const corner_t *corners, const outline_t *outline)
{
    uint32_t count = outline->ring_first[outline->rings];
    if (outline->rings != 1 || !on_earth(outline))
        return 0;
    if (kind == PS_SPOT)
        return count == 1;
    return kind == PS_AREA ? certainly_an_area(rule, corners, count)
                           : certainly_a_track(rule, corners, count);
}
