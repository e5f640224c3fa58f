/* The hull of all legs of a volume: what must have been read. Drawn from the middle of the earth,
   where every great ellipse is a straight line, so that its corners are corners of the legs and
   nothing has to be carried back. */
#include "prepare.h"
#include "distance.h"
#include "sphere.h"

#include <stdlib.h>

#define WIDER_M 1.0         /* more than two slacks at 100 km and all rounding */
#define LARGEST_M 6000000.0 /* farther from its middle, a shape has no inside */
#define DEEPEST_M 2000000.0
#define CUT_M 4975.0

typedef struct { double x, y, at[3]; uint32_t number; } seen_t;

static int by_place(const void *one, const void *other)
{
    const seen_t *a = one, *b = other;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    if (a->y != b->y)
        return a->y < b->y ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static double turn_of(const seen_t *a, const seen_t *b, const seen_t *c)
{
    return (b->x - a->x) * (c->y - a->y) - (b->y - a->y) * (c->x - a->x);
}

/* Andrew's chain, anticlockwise from the westernmost; corners on a straight line are left out. */
static uint32_t chain(const seen_t *seen, uint32_t count, seen_t *hull)
{
    uint32_t n = 0, low;
    for (uint32_t i = 0; i < count; i++) {
        while (n >= 2 && !(turn_of(hull + n - 2, hull + n - 1, seen + i) > 0))
            n--;
        hull[n++] = seen[i];
    }
    low = n + 1;
    for (uint32_t i = count - 1; i-- > 0;) {
        while (n >= low && !(turn_of(hull + n - 2, hull + n - 1, seen + i) > 0))
            n--;
        hull[n++] = seen[i];
    }
    n = n > 1 ? n - 1 : n;
    while (n > 1 && hull[n - 1].x == hull[0].x && hull[n - 1].y == hull[0].y)
        n--;
    return n;
}

/* The vertices of some legs as seen from the middle of the earth; 0 where no one side shows all. */
static int seen_from_within(const int32_t *xyz, uint32_t count, seen_t *seen)
{
    double low[3] = {INFINITY, INFINITY, INFINITY}, high[3] = {-INFINITY, -INFINITY, -INFINITY};
    double middle[3], up[3], east[3], north[3];
    for (uint32_t i = 0; i < count; i++)
        for (int k = 0; k < 3; k++) {
            double one = seen[i].at[k] = xyz[(size_t)i * 3 + k] / 256.0;
            low[k] = one < low[k] ? one : low[k];
            high[k] = one > high[k] ? one : high[k];
        }
    for (int k = 0; k < 3; k++)
        middle[k] = (low[k] + high[k]) / 2;
    if (!(length3(middle[0], middle[1], middle[2]) > DEEPEST_M))
        return 0;
    ground_below(middle);
    for (int k = 0; k < 3; k++)
        up[k] = middle[k];
    unit3(up);
    across(up, east, north);
    for (uint32_t i = 0; i < count; i++) {
        double depth = dot3(seen[i].at, up);
        if (!(apart3(seen[i].at, middle) <= LARGEST_M))
            return 0;
        seen[i].x = dot3(seen[i].at, east) / depth, seen[i].y = dot3(seen[i].at, north) / depth;
        seen[i].number = i;
    }
    return 1;
}

static int put_hull(ready_t *made, const seen_t *hull, uint32_t count, double radius_m)
{
    uint8_t kind = count == 1 ? PS_SPOT : count == 2 ? PS_TRACK : PS_AREA;
    uint32_t first = (uint32_t)(made->column[XYZ].used / 12), end, around[2] = {0, count};
    int64_t *steps = malloc(sizeof *steps * 2 * count);
    outline_t outline = {steps, steps + count, around, 1};
    double longest = 0;
    int fault = steps ? DONE : NO_MEMORY;
    for (uint32_t i = 0; i < count && !fault; i++) {
        const double *a = hull[i].at, *b = hull[i + 1 < count ? i + 1 : 0].at;
        double flat = sqrt(a[0] * a[0] + a[1] * a[1]), chord = apart3(a, b);
        steps[i] = (int64_t)rint(atan2(a[1], a[0]) / RADIAN * 1e7);
        steps[count + i] = (int64_t)rint(atan2(a[2], flat * (1 - E2)) / RADIAN * 1e7);
        fault = put_vertex(made, a);
        if (!fault && count > 1 && (i + 1 < count || count > 2)) {
            /* Pieces of a long chord are longer on the ground, the more the deeper it lies. */
            double deep = length3((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2);
            fault = cut_edge(made, a, b, ceil(chord * EARTH_A / deep / CUT_M));
            longest = chord > longest ? chord : longest;
        }
    }
    end = (uint32_t)(made->column[XYZ].used / 12);
    if (!fault)
        fault = finish_leg(made, kind, up32(radius_m), first, &end, &outline, longest);
    free(steps);
    return fault;
}

static int hull_of(ready_t *made, uint32_t first_leg, uint32_t end_leg)
{
    const uint32_t *rings = (uint32_t *)(void *)made->column[RINGS].at;
    const uint32_t *vertices = (uint32_t *)(void *)made->column[VERTICES].at;
    const float *radius = (float *)(void *)made->column[RADIUS].at;
    const int32_t *xyz = (int32_t *)(void *)made->column[XYZ].at;
    uint32_t first = vertices[rings[first_leg]], count = vertices[rings[end_leg]] - first;
    seen_t *seen = malloc(sizeof *seen * (size_t)(3 * count + 2)), *hull = seen + count;
    static const seen_t anywhere = {0, 0, {EARTH_A, 0, 0}, 0};
    double widest = 0;
    int fault;
    if (!seen)
        return NO_MEMORY;
    for (uint32_t leg = first_leg; leg < end_leg; leg++)
        widest = radius[leg] > widest ? radius[leg] : widest;
    if (isinf(widest) || !seen_from_within(xyz + (size_t)first * 3, count, seen)) {
        fault = put_hull(made, &anywhere, 1, INFINITY);
    } else {
        qsort(seen, count, sizeof *seen, by_place);
        fault = put_hull(made, hull, chain(seen, count, hull), widest + WIDER_M);
    }
    free(seen);
    return fault;
}

int prepare_hulls(const rough_t *told, ready_t *made)
{
    int fault = DONE;
    for (int64_t first = 0, leg = 1; leg <= told->legs && !fault; leg++)
        if (leg == told->legs || told->volume[leg] != told->volume[first]) {
            fault = hull_of(made, (uint32_t)first, (uint32_t)leg);
            first = leg;
        }
    return fault;
}
