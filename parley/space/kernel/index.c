/* Candidates from the trees and the grid, settled by circles where that is certain, by shape where
   it is not. Rounding is outward everywhere: what is refused here is certainly not near. */
#include "index.h"
#include "sketch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEPS 1e7
#define FARTHEST 500000.0 /* metres: beyond, the fast distance leaves its slack (distance.py) */
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
static void look_around(const int32_t *sides, const ask_t *ask, double reach_m, lookup_t *look)
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

/* True when one ends below where the other begins, measured from the same datum. */
static int heights_apart(const legs_t *legs, int64_t leg, const leaf_t *leaf)
{
    unsigned ours = legs->datums[leg], theirs = leaf->datums;
    return (legs->floor_cm[leg] > leaf->ceiling_cm && (ours & 3) && (ours & 3) == theirs >> 2) ||
           (leaf->floor_cm > legs->ceiling_cm[leg] && (theirs & 3) && (theirs & 3) == ours >> 2);
}

static ps_leg leg_at(const part_t *part, int64_t row)
{
    ps_leg leg;
    leg.xyz = part->xyz;
    leg.vertex_first = part->vertex_first + part->ring_first[row];
    leg.rings = part->ring_first[row + 1] - part->ring_first[row];
    leg.anchor = part->leaf[row].anchor;
    leg.kind = part->leaf[row].kind;
    leg.radius_m = part->radius_m[row];
    leg.outer_m = part->leaf[row].outer_m;
    return leg;
}

typedef struct {
    const part_t *part;
    const legs_t *legs;
    const ask_t *ask;
    ps_leg shape;
    sketch_t sketch;
    int drawn;
    ps_query *query;
    hits_t *hits;
    const int32_t *anchor;
    double outer_m, inner_m, radius_m, slack_m;
    uint32_t leg;
    uint16_t number;
} asker_t;

/* Seconds between the window of a box and that of the leg asked about; 0 when they overlap. */
static int32_t apart(const asker_t *asker, int64_t box)
{
    const part_t *part = asker->part;
    const int32_t *ours = asker->legs->sides + (int64_t)asker->leg * SIDES;
    int64_t earliest, latest, gap;
    if (!asker->ask->tolerance_s)
        return 0;
    if (part->grid) {
        earliest = part->grid->sides[box * SIDES + EARLIEST];
        latest = part->grid->sides[box * SIDES + LATEST];
    } else {
        const int32_t *node = part->tree.nodes + box / FANOUT * SIDES * FANOUT;
        earliest = node[EARLIEST * FANOUT + box % FANOUT];
        latest = node[LATEST * FANOUT + box % FANOUT];
    }
    gap = earliest > ours[LATEST] ? earliest - ours[LATEST]
                                  : ours[EARLIEST] > latest ? ours[EARLIEST] - latest : 0;
    return gap > INT32_MAX ? INT32_MAX : (int32_t)gap;
}

static int keep(asker_t *asker, int64_t box, int64_t row, double distance_m, int how)
{
    hits_t *hits = asker->hits;
    hit_t *hit;
    if (hits->count == hits->room) {
        int64_t room = hits->room ? hits->room * 2 : 256;
        hit_t *more = realloc(hits->hit, (size_t)room * sizeof *more);
        if (!more)
            return -1;
        hits->hit = more;
        hits->room = room;
    }
    hit = &hits->hit[hits->count++];
    hit->distance_m = distance_m;
    hit->row = (uint32_t)row;
    hit->leg = asker->leg;
    hit->apart_s = apart(asker, box);
    hit->entry = asker->part->life[row].entry;
    hit->volume = asker->legs->volume[asker->leg];
    hit->part = asker->number;
    hit->how = (uint8_t)how;
    hit->layer = asker->part->leaf[row].layer;
    return 0;
}

/* What the drawing says; the leg asked about is drawn when first needed. */
static int look_at(asker_t *asker, const ps_leg *other, double chord2, double reach_m)
{
    if (!asker->drawn && sketch_open(&asker->sketch, &asker->shape, asker->inner_m))
        return -1;
    asker->drawn = 1;
    return sketch_look(&asker->sketch, other, sqrt(chord2), reach_m);
}

static int measure_it(asker_t *asker, const ps_leg *other, double enough_m, double beyond_m,
                      ps_found *found)
{
    if (!asker->query && !(asker->query = ps_query_open(&asker->shape)))
        return -1;
    return ps_measure(asker->query, other, enough_m, beyond_m, found);
}

/* Not near, near or too close to call: by circles where they decide, else by shape. */
static int consider(void *given, int64_t box)
{
    asker_t *asker = given;
    const part_t *part = asker->part;
    const ask_t *ask = asker->ask;
    int64_t row = part->first_row + box;
    const leaf_t *leaf = part->leaf + row;
    double x = (double)leaf->anchor[0] - asker->anchor[0];
    double y = (double)leaf->anchor[1] - asker->anchor[1];
    double z = (double)leaf->anchor[2] - asker->anchor[2];
    double chord2 = (x * x + y * y + z * z) * (PS_UNIT_M * PS_UNIT_M);
    double far = ask->within_m + asker->slack_m + asker->outer_m + leaf->outer_m * 1.00001;
    double sure = ask->within_m + asker->inner_m + leaf->inner_m, radii, distance_m, beyond;
    ps_found found;
    ps_leg other;
    int by_circles;
    if (chord2 > far * far || !(ask->layers >> leaf->layer & 1))
        return 0;
    if (part->life[row].recorded >= ask->known || part->life[row].withdrawn < ask->known)
        return 0;
    if (heights_apart(asker->legs, asker->leg, leaf))
        return 0;
    by_circles = chord2 <= sure * sure && ps_arc_high(sqrt(chord2)) <= sure;
    if (by_circles && !ask->measure)
        return keep(asker, box, row, NAN, BY_CIRCLES);
    other = leg_at(part, row);
    radii = asker->radius_m + other.radius_m;
    if (isinf(radii))
        return keep(asker, box, row, 0, MEASURED);
    far = ask->within_m + radii;
    if (!by_circles) {
        int seen = look_at(asker, &other, chord2, far);
        if (seen < 0 || seen == SURELY_FAR)
            return seen < 0 ? -1 : 0;
        if (seen == SURELY_NEAR && !ask->measure)
            return keep(asker, box, row, NAN, MEASURED);
    }
    sure = far - ps_slack(far);
    sure = sure > FARTHEST ? FARTHEST : sure;
    beyond = far > FARTHEST || by_circles ? INFINITY : far + ps_slack(far);
    if (measure_it(asker, &other, ask->measure || sure < 0 ? 0 : sure, beyond, &found))
        return -1;
    if (found.core_m > beyond)
        return 0;
    distance_m = found.core_m > radii ? found.core_m - radii : 0;
    return keep(asker, box, row, ask->measure || found.core_m > sure ? distance_m : NAN,
                by_circles || found.core_m <= sure ? MEASURED : BORDERLINE);
}

static void ask_for(asker_t *asker, const legs_t *legs, int64_t leg)
{
    asker->legs = legs;
    asker->leg = (uint32_t)leg;
    asker->shape = ps_leg_at(&legs->shape, (uint32_t)leg);
    asker->anchor = asker->shape.anchor;
    asker->outer_m = asker->shape.outer_m;
    asker->inner_m = legs->inner_m[leg];
    asker->radius_m = asker->shape.radius_m;
    /* The slack grows with the core distance, which both radii are part of. */
    asker->slack_m = 1 + 1e-5 * asker->ask->within_m;
    if (isfinite(asker->outer_m))
        asker->slack_m += 1e-5 * asker->outer_m;
}

static void done_with(asker_t *asker)
{
    if (asker->drawn)
        sketch_close(&asker->sketch);
    ps_query_close(asker->query);
}

/* Append every leg of the parts that is near leg number `leg`, each once. */
int index_near(const part_t *const *parts, int count, const legs_t *legs, int64_t leg,
               const ask_t *ask, hits_t *hits)
{
    asker_t asker = {.ask = ask, .hits = hits};
    lookup_t look;
    int stop = 0;
    ask_for(&asker, legs, leg);
    look_around(legs->sides + leg * SIDES, ask, ask->within_m + asker.slack_m, &look);
    for (int i = 0; i < count && !stop; i++) {
        asker.part = parts[i];
        asker.number = (uint16_t)i;
        stop = parts[i]->grid ? grid_search(parts[i]->grid, &look, consider, &asker)
                              : tree_search(&parts[i]->tree, &look, consider, &asker);
    }
    done_with(&asker);
    return stop;
}

/* Measure the hits that were settled without a distance. Hits of one leg stand together. */
int index_measure(const part_t *const *parts, const legs_t *legs, int64_t count, hit_t *hits)
{
    ps_query *query = NULL;
    int64_t asked = -1;
    int fine = 1;
    for (int64_t i = 0; i < count && fine; i++) {
        hit_t *hit = hits + i;
        ps_leg other = leg_at(parts[hit->part], hit->row);
        double radii;
        ps_found found;
        if (!isnan(hit->distance_m))
            continue;
        if (asked != hit->leg) {
            ps_leg shape = ps_leg_at(&legs->shape, hit->leg);
            if (query)
                ps_query_close(query);
            query = ps_query_open(&shape);
            asked = hit->leg;
            fine = query != NULL;
        }
        radii = (double)legs->shape.radius_m[hit->leg] + other.radius_m;
        hit->distance_m = 0;
        if (!fine || isinf(radii))
            continue;
        fine = !ps_measure(query, &other, 0, INFINITY, &found);
        if (fine && found.core_m > radii)
            hit->distance_m = found.core_m - radii;
    }
    if (query)
        ps_query_close(query);
    return fine ? 0 : -1;
}
