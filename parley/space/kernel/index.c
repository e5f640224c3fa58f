/* Candidates from the trees and the grid, settled by circles where that is certain, by shape where
   it is not. Rounding is outward everywhere: what is refused here is certainly not near. */
#include "index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FARTHEST 500000.0 /* metres: beyond, the fast distance leaves its slack (measure/gap.py) */
#define LEAST_R 6335439.0

/* For which pairs of a leaf's two datums heights can tell two legs apart: a bit for each pair. */
typedef struct {
    uint32_t over, under;
} comparable_t;

/* One ends below where the other begins only if both are measured from the same datum. */
static comparable_t comparable(unsigned ours)
{
    comparable_t can = {0, 0};
    for (unsigned theirs = 0; theirs < 16; theirs++) {
        can.over |= (uint32_t)((ours & 3) && (ours & 3) == theirs >> 2) << theirs;
        can.under |= (uint32_t)((theirs & 3) && (theirs & 3) == ours >> 2) << theirs;
    }
    return can;
}

static double dot(const double *a, const double *b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
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
    desk_t *desk;
    ps_query *query;
    double outer_m, inner_m, radius_m, slack_m;
    comparable_t heights;
    int32_t floor_cm, ceiling_cm;
    uint32_t leg;
    uint16_t number;
    int drawn;
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

static int keep(asker_t *asker, int64_t box, double distance_m, int how)
{
    hits_t *hits = &asker->desk->hits;
    int64_t row = asker->part->first_row + box;
    hit_t *hit;
    if (hits->count == hits->room) {
        int64_t room = hits->room ? hits->room * 2 : 1024;
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
    asker->desk->borderline += how == BORDERLINE;
    return 0;
}

/* Whether a row counts for who knows so many entries. */
static int counts(const asker_t *asker, int64_t box)
{
    const life_t *life = asker->part->life + asker->part->first_row + box;
    return life->recorded < asker->ask->known && life->withdrawn >= asker->ask->known;
}

static int measure_it(asker_t *asker, const ps_leg *other, double enough_m, double beyond_m,
                      ps_found *found)
{
    if (!asker->query && !(asker->query = ps_query_open(&asker->shape)))
        return -1;
    return ps_measure(asker->query, other, enough_m, beyond_m, found);
}

/* Not near, near or too close to call, by shape; `chord2` is between the anchors. */
static int settle(asker_t *asker, int64_t box, double chord2, int by_circles)
{
    const ask_t *ask = asker->ask;
    ps_leg other = leg_at(asker->part, asker->part->first_row + box);
    double radii = asker->radius_m + other.radius_m, far = ask->within_m + radii;
    double doubt, sure, distance_m, beyond;
    ps_found found;
    if (isinf(radii))
        return keep(asker, box, 0, MEASURED);
    if (!by_circles) {
        int seen = sketch_look(&asker->desk->sketch, &other, sqrt(chord2), far);
        if (seen < 0 || seen == SURELY_FAR)
            return seen < 0 ? -1 : 0;
        if (seen == SURELY_NEAR && !ask->measure)
            return keep(asker, box, NAN, MEASURED);
    }
    doubt = ps_doubt(far, asker->outer_m > other.outer_m ? asker->outer_m : other.outer_m);
    sure = far - doubt;
    sure = sure > FARTHEST ? FARTHEST : sure;
    beyond = far > FARTHEST || by_circles ? INFINITY : far + doubt;
    if (measure_it(asker, &other, ask->measure || sure < 0 ? 0 : sure, beyond, &found))
        return -1;
    if (found.core_m > beyond)
        return 0;
    distance_m = found.core_m > radii ? found.core_m - radii : 0;
    return keep(asker, box, ask->measure || found.core_m > sure ? distance_m : NAN,
                by_circles || found.core_m <= sure ? MEASURED : BORDERLINE);
}

/* Leave out who does not count, and ask memory for what the undecided will need, all at once and
   each step for all: it answers slowly, but many at a time. */
static void fetch(const asker_t *asker, int count)
{
    const part_t *part = asker->part;
    const uint32_t *ring_first = part->ring_first + part->first_row, *box = asker->desk->box;
    uint8_t *seen = asker->desk->seen;
    for (int i = 0; i < count; i++)
        if (seen[i] != SURELY_FAR) {
            __builtin_prefetch(part->life + part->first_row + box[i]);
            __builtin_prefetch(part->radius_m + part->first_row + box[i]);
            __builtin_prefetch(ring_first + box[i]);
        }
    for (int i = 0; i < count; i++)
        if (seen[i] != SURELY_FAR && !counts(asker, box[i]))
            seen[i] = SURELY_FAR;
        else if (seen[i] == UNSURE)
            __builtin_prefetch(part->vertex_first + ring_first[box[i]]);
    for (int i = 0; i < count; i++)
        if (seen[i] == UNSURE) {
            const int32_t *at = part->xyz + 3 * (size_t)part->vertex_first[ring_first[box[i]]];
            for (int line = 0; line < 5; line++)
                __builtin_prefetch(at + 16 * line);
        }
}

/* What shape the undecided have is told by their anchors where that is enough. */
static int look_at(asker_t *asker, int count)
{
    desk_t *desk = asker->desk;
    const plane_t *plane = &desk->sketch.plane;
    if (!asker->drawn && sketch_open(&desk->sketch, &asker->shape))
        return -1;
    asker->drawn = 1;
    if (!desk->sketch.drawn)
        return 0;
    for (int i = 0; i < count; i++) {
        desk->x[i] = (float)dot(desk->apart[i], plane->east);
        desk->y[i] = (float)dot(desk->apart[i], plane->north);
    }
    for (int i = count; i % LANES; i++)
        desk->x[i] = desk->y[i] = 0;
    sketch_sift(&desk->sketch, count, desk->circles, desk->x, desk->y, asker->ask->within_m,
                desk->seen);
    return 0;
}

/* Candidates that heights and circles left: by their anchors, and what then is open by shape. */
static int sift(asker_t *asker, int count)
{
    desk_t *desk = asker->desk;
    int measure = asker->ask->measure, undecided = 0;
    for (int i = 0; i < count; i++)
        undecided |= desk->seen[i] == UNSURE;
    if (undecided && look_at(asker, count))
        return -1;
    fetch(asker, count);
    for (int i = 0; i < count; i++) {
        int seen = desk->seen[i], stop;
        if (seen == SURELY_FAR)
            continue;
        stop = seen == UNSURE || measure
                   ? settle(asker, desk->box[i], desk->circles[i].chord2, seen == NEAR_BY_CIRCLES)
                   : keep(asker, desk->box[i], NAN, seen == NEAR_BY_CIRCLES ? BY_CIRCLES : MEASURED);
        if (stop)
            return stop;
    }
    return 0;
}

/* True when the way along the ground is no longer than `sure_m`: the arc over a chord of less than
   500 km is less than a thousandth longer than its first two terms say. */
static int within_arc(double chord2, double sure_m)
{
    double sure = sure_m - 0.01, by = 1 + chord2 * (1.001 / (24 * LEAST_R * LEAST_R));
    int quick = (sure > 0) & (chord2 < FARTHEST * FARTHEST) & (chord2 * by * by <= sure * sure);
    if (!quick && sure_m >= 0 && chord2 <= sure_m * sure_m)
        return ps_arc_high(sqrt(chord2)) <= sure_m;
    return quick;
}

/* Heights and circles of every candidate; what they leave is gathered and sifted. Nobody can guess
   how they turn out, so there is one way for all. */
static int consider(asker_t *asker)
{
    const part_t *part = asker->part;
    const leaf_t *leaves = part->leaf + part->first_row;
    const int32_t *anchor = asker->shape.anchor;
    const uint32_t *box = asker->desk->found.item;
    desk_t *desk = asker->desk;
    double outside = asker->ask->within_m + asker->slack_m + asker->outer_m;
    double inside = asker->ask->within_m + asker->inner_m;
    const comparable_t heights = asker->heights;
    const uint32_t layers = asker->ask->layers;
    int open = 0;
    for (int64_t i = 0; i < desk->found.count; i++) {
        const leaf_t *leaf = leaves + box[i];
        double x = (double)leaf->anchor[0] - anchor[0];
        double y = (double)leaf->anchor[1] - anchor[1];
        double z = (double)leaf->anchor[2] - anchor[2];
        double chord2 = (x * x + y * y + z * z) * (PS_UNIT_M * PS_UNIT_M);
        double far = outside + leaf->outer_m * 1.00001;
        unsigned off = ~(layers >> leaf->layer);
        off |= (asker->floor_cm > leaf->ceiling_cm) & (heights.over >> leaf->datums);
        off |= (leaf->floor_cm > asker->ceiling_cm) & (heights.under >> leaf->datums);
        off |= !(chord2 <= far * far);
        desk->seen[open] = within_arc(chord2, inside + leaf->inner_m) ? NEAR_BY_CIRCLES : UNSURE;
        desk->box[open] = box[i];
        desk->apart[open][0] = x;
        desk->apart[open][1] = y;
        desk->apart[open][2] = z;
        desk->circles[open] = (circles_t){chord2, leaf->inner_m, leaf->outer_m};
        open += ~off & 1;
        if (open == SIFTED) {
            if (sift(asker, open))
                return -1;
            open = 0;
        }
    }
    return sift(asker, open);
}

static void ask_for(asker_t *asker, const legs_t *legs, int64_t leg)
{
    asker->legs = legs;
    asker->leg = (uint32_t)leg;
    asker->shape = ps_leg_at(&legs->shape, (uint32_t)leg);
    asker->outer_m = asker->shape.outer_m;
    asker->inner_m = legs->inner_m[leg];
    asker->radius_m = asker->shape.radius_m;
    asker->heights = comparable(legs->datums[leg]);
    asker->floor_cm = legs->floor_cm[leg];
    asker->ceiling_cm = legs->ceiling_cm[leg];
    /* The slack grows with the core distance, which both radii are part of. */
    asker->slack_m = 1 + 1e-5 * asker->ask->within_m;
    if (isfinite(asker->outer_m))
        asker->slack_m += 1e-5 * asker->outer_m;
}

/* Append every leg of the parts that is near leg number `leg`, each once. */
int index_near(const part_t *const *parts, int count, const legs_t *legs, int64_t leg,
               const ask_t *ask, desk_t *desk)
{
    asker_t asker = {.ask = ask, .desk = desk};
    lookup_t look;
    int stop = 0;
    ask_for(&asker, legs, leg);
    look_around(legs->sides + leg * SIDES, ask, ask->within_m + asker.slack_m, &look);
    for (int i = 0; i < count && !stop; i++) {
        asker.part = parts[i];
        asker.number = (uint16_t)i;
        desk->found.count = 0;
        stop = parts[i]->grid
                   ? grid_search(parts[i]->grid, &look, &desk->found)
                   : desk->sketch.lanes->walk(&parts[i]->tree, &look,
                                                  parts[i]->leaf + parts[i]->first_row,
                                                  desk->spare, &desk->found);
        if (!stop)
            stop = consider(&asker);
    }
    ps_query_close(asker.query);
    return stop;
}

void desk_free(desk_t *desk)
{
    free(desk->spare[0].item);
    free(desk->spare[1].item);
    free(desk->found.item);
    free(desk->hits.hit);
    sketch_free(&desk->sketch);
    free(desk);
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
