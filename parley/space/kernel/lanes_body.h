/* Included once for each width by lanes.c, which says what NAME, AIMED and `touching` are. */

AIMED static int NAME(walk)(const tree_t *tree, const lookup_t *look, list_t spare[2],
                            list_t *found)
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
        list_t *into = level ? below : found, *past = here;
        if (level)
            below->count = 0;
        for (int64_t i = 0; i < here->count; i++) {
            uint32_t node = here->item[i];
            unsigned mask;
            uint32_t *at;
            /* Whole nodes ahead: memory answers after many nodes have been looked at. */
            if (i + AHEAD < here->count)
                for (int line = 0; line < SIDES; line++)
                    __builtin_prefetch(
                        nodes + ((int64_t)here->item[i + AHEAD] * SIDES + line) * FANOUT);
            mask = NAME(touching)(nodes + (int64_t)node * SIDES * FANOUT, look->side[0]);
            if (look->count > 1)
                mask |= NAME(touching)(nodes + (int64_t)node * SIDES * FANOUT, look->side[1]);
            if (into->count + FANOUT > into->room && list_room(into, FANOUT))
                return -1;
            at = into->item + into->count;
            for (; mask; mask &= mask - 1)
                *at++ = node * FANOUT + (unsigned)__builtin_ctz(mask);
            into->count = at - into->item;
        }
        here = below;
        below = past;
    }
    return 0;
}

AIMED static void NAME(drop)(const plane_t *plane, int64_t count, const int32_t *xyz, float *x,
                              float *y)
{
    const double *e = plane->east, *n = plane->north;
    const double at[3] = {plane->anchor[0], plane->anchor[1], plane->anchor[2]};
    for (int64_t i = 0; i < count; i++) {
        double a = xyz[3 * i] - at[0], b = xyz[3 * i + 1] - at[1], c = xyz[3 * i + 2] - at[2];
        x[i] = (float)(a * e[0] + b * e[1] + c * e[2]);
        y[i] = (float)(a * n[0] + b * n[1] + c * n[2]);
    }
}

AIMED static void NAME(run)(strokes_t *s, int64_t first, int64_t count)
{
    for (int64_t i = first; i < first + count; i++) {
        float dx = s->ax[i + 1] - s->ax[i], dy = s->ay[i + 1] - s->ay[i];
        float square = dx * dx + dy * dy;
        s->dx[i] = dx;
        s->dy[i] = dy;
        s->by[i] = s->ay[i + 1];
        s->inverse[i] = square > 0 ? 1 / square : 0;
    }
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
            t = PICK(t > none, t, none);
            t = PICK(t < whole, t, whole);
            qx = wx - t * dx;
            qy = wy - t * dy;
            d = qx * qx + qy * qy;
            best = PICK(d < best, d, best);
            /* Between the heights of both ends, and the crossing lies east of the point. */
            inside ^= level & ((wy * dx > wx * dy) ^ (dy < 0 ? -1 : 0));
        }
        AT(square + i) = best;
        *(flags *)(odd + i) = inside;
    }
}

AIMED static float NAME(ends)(const strokes_t *one, int64_t k, const strokes_t *others)
{
    const floats none = {0}, whole = none + 1.0f;
    const float ax = one->ax[k], ay = one->ay[k], dx = one->dx[k], dy = one->dy[k];
    const float inverse = one->inverse[k];
    floats best = none + INFINITY;
    float least = INFINITY;
    for (int64_t i = 0; i < others->count; i += LANES) {
        floats bx = AT(others->dx + i), by = AT(others->dy + i);
        floats wx = AT(others->ax + i) - ax, wy = AT(others->ay + i) - ay;
        floats t = (wx * dx + wy * dy) * inverse;
        floats s = (wx * bx + wy * by) * -AT(others->inverse + i), qx, qy, d;
        t = PICK(t > none, t, none);
        t = PICK(t < whole, t, whole);
        s = PICK(s > none, s, none);
        s = PICK(s < whole, s, whole);
        qx = wx - t * dx;
        qy = wy - t * dy;
        d = qx * qx + qy * qy;
        best = PICK(d < best, d, best);
        qx = wx + s * bx;
        qy = wy + s * by;
        d = qx * qx + qy * qy;
        best = PICK(d < best, d, best);
    }
    for (int i = 0; i < LANES; i++)
        least = best[i] < least ? best[i] : least;
    return least;
}

AIMED static int NAME(crosses)(const strokes_t *one, int64_t k, const strokes_t *others)
{
    const floats none = {0};
    const float ax = one->ax[k], ay = one->ay[k], dx = one->dx[k], dy = one->dy[k];
    flags any = {0};
    int crossed = 0;
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
    for (int i = 0; i < LANES; i++)
        crossed |= any[i] != 0;
    return crossed;
}
