/* Included once for each width by lanes.c, which says what NAME, AIMED and `touching` are. */

AIMED static int NAME(walk)(const tree_t *tree, const lookup_t *look, const leaf_t *rows,
                            list_t spare[2], list_t *found)
{
    list_t *here = &spare[0], *below = &spare[1];
    if (!tree->boxes)
        return 0;
    if (list_room(here, FANOUT))
        return -1;
    here->item[0] = 0;
    here->count = 1;
    for (int level = tree->levels - 1; level >= 0; level--) {
        const int32_t *nodes = tree->nodes + tree->first[level] * SIDES * FANOUT;
        const int32_t *under = level ? tree->nodes + tree->first[level - 1] * SIDES * FANOUT : NULL;
        list_t *into = level ? below : found, *past = here;
        if (level)
            below->count = 0;
        for (int64_t i = 0; i < here->count; i++) {
            uint32_t node = here->item[i];
            unsigned mask;
            uint32_t *at;
            mask = NAME(touching)(nodes + (int64_t)node * SIDES * FANOUT, look->side[0]);
            if (look->count > 1)
                mask |= NAME(touching)(nodes + (int64_t)node * SIDES * FANOUT, look->side[1]);
            if (into->count + FANOUT > into->room && list_room(into, FANOUT))
                return -1;
            at = into->item + into->count;
            /* What is found is fetched while the rest is looked for: memory answers slowly. */
            for (; mask; mask &= mask - 1) {
                uint32_t one = node * FANOUT + (unsigned)__builtin_ctz(mask);
                *at++ = one;
                if (!level)
                    __builtin_prefetch(rows + one);
                else
                    for (int line = 0; line < SIDES; line++)
                        __builtin_prefetch(under + ((int64_t)one * SIDES + line) * FANOUT);
            }
            into->count = at - into->item;
        }
        here = below;
        below = past;
    }
    return 0;
}

/* One ring: `count` vertices from `xyz` on, as strokes from `first` up to a whole number of LANES. */
AIMED static void NAME(ring)(const plane_t *plane, const int32_t *xyz, int64_t first, int64_t count,
                             int closed, strokes_t *s)
{
    const double *e = plane->east, *n = plane->north;
    const double at[3] = {plane->anchor[0], plane->anchor[1], plane->anchor[2]};
    float *restrict ax = s->ax, *restrict ay = s->ay;
    int64_t end = first + count, last = closed ? first : end - 1;
    int64_t whole = (end + LANES - 1) / LANES * LANES;
    for (int64_t i = 0; i < count; i += LANES) {
        int32_t raw[3 * LANES] __attribute__((aligned(64)));
        NAME(fetch)(raw, xyz + 3 * i, (unsigned)(count - i < LANES ? count - i : LANES) * 3);
        for (int k = 0; k < LANES; k++) {
            double a = raw[3 * k] - at[0], b = raw[3 * k + 1] - at[1], c = raw[3 * k + 2] - at[2];
            ax[first + i + k] = (float)(a * e[0] + b * e[1] + c * e[2]);
            ay[first + i + k] = (float)(a * n[0] + b * n[1] + c * n[2]);
        }
    }
    for (int64_t i = end, k = last; i <= whole; i += LANES) {
        AT(ax + i) = (floats){0} + ax[k];
        AT(ay + i) = (floats){0} + ay[k];
    }
    for (int64_t i = first; i < whole; i += LANES) {
        floats dx = AT(ax + i + 1) - AT(ax + i), by = AT(ay + i + 1), dy = by - AT(ay + i);
        floats square = dx * dx + dy * dy;
        AT(s->dx + i) = dx;
        AT(s->dy + i) = dy;
        AT(s->by + i) = by;
        AT(s->inverse + i) = (floats)((flags)(1.0f / square) & (square > 0));
    }
}

AIMED static void NAME(draw)(const plane_t *plane, const ps_leg *leg, strokes_t *s)
{
    uint32_t begin = leg->vertex_first[0];
    floats west, south, east, north;
    s->count = (int64_t)leg->vertex_first[leg->rings] - begin;
    for (uint32_t r = 0; r < leg->rings; r++) {
        uint32_t first = leg->vertex_first[r], end = leg->vertex_first[r + 1];
        if (first < end)
            NAME(ring)(plane, leg->xyz + 3 * (size_t)first, first - begin, end - first,
                       leg->kind == PS_AREA, s);
    }
    west = east = AT(s->ax);
    south = north = AT(s->ay);
    for (int64_t i = LANES; i < s->count; i += LANES) {
        floats x = AT(s->ax + i), y = AT(s->ay + i);
        west = NAME(least)(x, west);
        east = NAME(most)(x, east);
        south = NAME(least)(y, south);
        north = NAME(most)(y, north);
    }
    east = -east;
    north = -north;
    s->box[0] = least_of(&west);
    s->box[1] = least_of(&south);
    s->box[2] = -least_of(&east);
    s->box[3] = -least_of(&north);
}

AIMED static void NAME(nearest)(const strokes_t *s, int64_t count, const float *x, const float *y,
                                float *square, int32_t *odd)
{
    const floats none = {0}, whole = none + 1.0f;
    for (int64_t i = 0; i < count; i += LANES) {
        floats px = AT(x + i), py = AT(y + i), best = none + INFINITY;
        flags inside = {0};
        for (int64_t k = 0; k < s->count; k++) {
            float dx = s->dx[k], dy = s->dy[k];
            floats wx = px - s->ax[k], wy = py - s->ay[k];
            floats t = (wx * dx + wy * dy) * s->inverse[k], qx, qy, d;
            flags level = (py <= s->ay[k]) ^ (py <= s->by[k]);
            t = NAME(most)(t, none);
            t = NAME(least)(t, whole);
            qx = wx - t * dx;
            qy = wy - t * dy;
            d = qx * qx + qy * qy;
            best = NAME(least)(d, best);
            /* Between the heights of both ends, and the crossing lies east of the point. */
            inside ^= level & ((wy * dx > wx * dy) ^ (dy < 0 ? -1 : 0));
        }
        AT(square + i) = best;
        *(flags *)(odd + i) = inside;
    }
}

/* Which of some strokes may come within `by` of a box. */
AIMED static inline unsigned NAME(within)(const strokes_t *s, int64_t i, const float *box, float by)
{
    floats ax = AT(s->ax + i), ay = AT(s->ay + i), bx = ax + AT(s->dx + i), to = AT(s->by + i);
    float west = box[0] - by, south = box[1] - by, east = box[2] + by, north = box[3] + by;
    flags off = ((ax < west) & (bx < west)) | ((ax > east) & (bx > east)) |
                ((ay < south) & (to < south)) | ((ay > north) & (to > north));
    unsigned lanes = ~NAME(bits)(off) & 0xFFFF;
    return s->count - i < LANES ? lanes & ((1u << (s->count - i)) - 1) : lanes;
}

/* The least squared distance so far, and that of the ends of one stroke from all others and of
   theirs from it. */
AIMED static inline floats NAME(ends)(const strokes_t *one, int64_t k, const strokes_t *others,
                                      floats best)
{
    const floats none = {0}, whole = none + 1.0f;
    const float ax = one->ax[k], ay = one->ay[k], dx = one->dx[k], dy = one->dy[k];
    const float inverse = one->inverse[k];
    for (int64_t i = 0; i < others->count; i += LANES) {
        floats bx = AT(others->dx + i), by = AT(others->dy + i);
        floats wx = AT(others->ax + i) - ax, wy = AT(others->ay + i) - ay;
        floats t = (wx * dx + wy * dy) * inverse;
        floats s = (wx * bx + wy * by) * -AT(others->inverse + i), qx, qy, d;
        t = NAME(most)(t, none);
        t = NAME(least)(t, whole);
        s = NAME(most)(s, none);
        s = NAME(least)(s, whole);
        qx = wx - t * dx;
        qy = wy - t * dy;
        d = qx * qx + qy * qy;
        best = NAME(least)(d, best);
        qx = wx + s * bx;
        qy = wy + s * by;
        d = qx * qx + qy * qy;
        best = NAME(least)(d, best);
    }
    return best;
}

/* Whether one stroke crosses any of the others. */
AIMED static inline int NAME(crosses)(const strokes_t *one, int64_t k, const strokes_t *others)
{
    const floats none = {0};
    const float ax = one->ax[k], ay = one->ay[k], dx = one->dx[k], dy = one->dy[k];
    flags any = {0};
    for (int64_t i = 0; i < others->count; i += LANES) {
        floats bx = AT(others->dx + i), by = AT(others->dy + i);
        floats wx = AT(others->ax + i) - ax, wy = AT(others->ay + i) - ay;
        floats under = dx * by - dy * bx, t = wx * by - wy * bx, s = wx * dy - wy * dx;
        floats ex = wx + bx, ey = wy + by, zx = none + dx, zy = none + dy;
        /* Of strokes in one line nothing is left of these but rounding: their boxes tell. */
        flags apart = ((wx > none) & (ex > none) & (wx > zx) & (ex > zx)) |
                      ((wx < none) & (ex < none) & (wx < zx) & (ex < zx)) |
                      ((wy > none) & (ey > none) & (wy > zy) & (ey > zy)) |
                      ((wy < none) & (ey < none) & (wy < zy) & (ey < zy));
        flags turn = under < none;
        under = PICK(turn, -under, under);
        t = PICK(turn, -t, t);
        s = PICK(turn, -s, s);
        any |= (under > none) & (t >= none) & (t <= under) & (s >= none) & (s <= under) & ~apart;
    }
    return NAME(bits)(any) != 0;
}

AIMED static int NAME(look)(const strokes_t *ours, const strokes_t *theirs, float near, float far)
{
    floats best = (floats){0} + INFINITY;
    const float *a = ours->box, *b = theirs->box;
    for (int64_t i = 0; i < ours->count; i += LANES)
        for (unsigned some = NAME(within)(ours, i, b, far); some; some &= some - 1) {
            best = NAME(ends)(ours, i + __builtin_ctz(some), theirs, best);
            if (NAME(bits)(best <= near * near))
                return SURELY_NEAR;
        }
    if (a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1])
        for (int64_t i = 0; i < ours->count; i += LANES)
            for (unsigned some = NAME(within)(ours, i, b, 0); some; some &= some - 1)
                if (NAME(crosses)(ours, i + __builtin_ctz(some), theirs))
                    return SURELY_NEAR;
    return NAME(bits)(best <= far * far) ? UNSURE : SURELY_FAR;
}
