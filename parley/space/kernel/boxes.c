/* The box of a leg, and the box around it that a question looks into: rounded outward. */
#include "index.h"

#include <math.h>

#define STEPS 1e7
#define RADIAN (3.14159265358979323846 / 180)
#define LEAST_MERIDIAN 6335439.0 /* least radius of curvature along a meridian, at the equator */
#define LEAST_PARALLEL 6378137.0 /* least radius of curvature across it */
#define WEST_EDGE INT64_C(-1800000000)
#define EAST_EDGE INT64_C(1800000000)
#define TURN INT64_C(3600000000)

static int32_t in_era(int64_t seconds)
{
    seconds -= ERA;
    return seconds < INT32_MIN ? INT32_MIN : seconds > INT32_MAX ? INT32_MAX : (int32_t)seconds;
}

/* One box per leg: across the antimeridian it runs on past +180 degrees; where it would run past
   what 32 bits hold (or there are more than two boxes), it goes all the way round. */
void sides_of(int64_t legs, const int64_t *began_s, const int64_t *ended_s, const int32_t *box,
              const uint32_t *box_leg, int64_t boxes, int32_t *sides)
{
    int64_t at = 0;
    for (int64_t leg = 0; leg < legs; leg++, sides += SIDES) {
        int64_t west = INT64_MAX, east = INT64_MIN, seam_west = INT64_MAX, seam_east = INT64_MIN;
        int32_t south = INT32_MAX, north = INT32_MIN;
        for (; at < boxes && box_leg[at] == leg; at++) {
            const int32_t *one = box + at * 4;
            south = one[0] < south ? one[0] : south;
            north = one[2] > north ? one[2] : north;
            west = one[1] < west ? one[1] : west;
            east = one[3] > east ? one[3] : east;
            if (one[1] == WEST_EDGE)
                seam_east = one[3] > seam_east ? one[3] : seam_east;
            else
                seam_west = one[1] < seam_west ? one[1] : seam_west;
        }
        if (west == WEST_EDGE && east == EAST_EDGE && seam_west != INT64_MAX &&
            seam_east < seam_west && seam_east + TURN <= INT32_MAX) {
            west = seam_west;
            east = seam_east + TURN;
        }
        sides[WEST] = (int32_t)west;
        sides[EAST] = (int32_t)east;
        sides[SOUTH] = south;
        sides[NORTH] = north;
        sides[EARLIEST] = in_era(began_s[leg]);
        sides[LATEST] = in_era(ended_s[leg]);
    }
}

/* The box of a leg, widened by a distance and a time. */
void look_around(const int32_t *sides, const ask_t *ask, double reach_m, lookup_t *look)
{
    int64_t wide[SIDES];
    double up = reach_m / LEAST_MERIDIAN / RADIAN * STEPS + 2, far, across;
    for (int side = 0; side < SIDES; side++)
        wide[side] = sides[side];
    far = fabs((double)sides[SOUTH]) > fabs((double)sides[NORTH]) ? fabs((double)sides[SOUTH])
                                                                  : fabs((double)sides[NORTH]);
    far += up;
    across = far < 89.99 * STEPS
                 ? reach_m / LEAST_PARALLEL / cos(far / STEPS * RADIAN) / RADIAN * STEPS + 2
                 : INFINITY;
    if (across < (double)TURN) {
        wide[WEST] -= (int64_t)across;
        wide[EAST] += (int64_t)across;
    } else {
        wide[WEST] = WEST_EDGE;
        wide[EAST] = WEST_EDGE + TURN;
    }
    up = up < (double)TURN ? up : (double)TURN;
    wide[SOUTH] -= (int64_t)up;
    wide[NORTH] += (int64_t)up;
    wide[SOUTH] = wide[SOUTH] < -900000000 ? -900000000 : wide[SOUTH];
    wide[NORTH] = wide[NORTH] > 900000000 ? 900000000 : wide[NORTH];
    /* A bound at the end of the era is an open one. */
    if (sides[EARLIEST] != INT32_MIN)
        wide[EARLIEST] -= ask->tolerance_s;
    if (sides[LATEST] != INT32_MAX)
        wide[LATEST] += ask->tolerance_s;
    lookup_from(look, wide);
}
