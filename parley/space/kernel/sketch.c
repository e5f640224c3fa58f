/* Most pairs are decided by centimetres nowhere: a drawing in one plane decides them.

   Every vertex is dropped straight onto the plane that touches the earth at the anchor of the leg
   asked about. Dropping never lengthens, so a distance in the plane is never more than along the
   ground; and it is less by at most one part in 1/(x^2), x being how far the farthest point lies
   from the anchor in earth radii: 1 - cos(x) for the slope, x^2/6 for the arc over its chord. An
   edge of 5 km bulges half a metre upwards, which seen from 60 km off moves it by 5 mm. What is not
   certain by more than all of that is left to the exact measure.

   Coordinates are single floats: up to 60 km they are rounded to 4 mm, and what is computed from
   them to a few times that. No order of operations is relied on, so any processor may have its own. */
#include "sketch.h"

#include <math.h>
#include <stdlib.h>

#define FLAT 60000.0 /* metres from the anchor within which the drawing is trusted */
#define LEAST_R 6335439.0
#define UPRIGHT 1.0067394967422764 /* (a/b)^2: turns the line from the centre into the vertical */
#define DOUBT 0.2    /* metres: the bulge twice, and all rounding */

static void turn(double *a, double length)
{
    length /= sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
    for (int k = 0; k < 3; k++)
        a[k] *= length;
}

/* East and north at the anchor; near a pole any two directions across the vertical. */
static void set_plane(plane_t *plane, const int32_t *at)
{
    double *e = plane->east, *n = plane->north, up[3] = {at[0], at[1], at[2] * UPRIGHT};
    int steep;
    turn(up, 1);
    steep = fabs(up[2]) >= 0.9;
    e[0] = steep ? 0 : -up[1];
    e[1] = steep ? up[2] : up[0];
    e[2] = steep ? -up[1] : 0;
    turn(e, PS_UNIT_M);
    n[0] = up[1] * e[2] - up[2] * e[1];
    n[1] = up[2] * e[0] - up[0] * e[2];
    n[2] = up[0] * e[1] - up[1] * e[0];
    plane->anchor = at;
}

static int room_for(strokes_t *s, int64_t count)
{
    int64_t room = (count / LANES + 3) * LANES; /* rings are written by whole lanes */
    float *all;
    if (room <= s->room)
        return 0;
    all = malloc((size_t)room * 6 * sizeof *all);
    if (!all)
        return -1;
    free(s->ax);
    s->ax = all;
    s->ay = all + room;
    s->dx = all + 2 * room;
    s->dy = all + 3 * room;
    s->by = all + 4 * room;
    s->inverse = all + 5 * room;
    s->room = room;
    return 0;
}

static int draw(const sketch_t *sketch, const ps_leg *leg, strokes_t *into)
{
    if (room_for(into, (int64_t)leg->vertex_first[leg->rings] - leg->vertex_first[0]))
        return -1;
    sketch->lanes->draw(&sketch->plane, leg, into);
    return 0;
}

/* Draw a leg; -1 when out of memory. A leg too large to be drawn is never sure of anything. */
int sketch_open(sketch_t *s, const ps_leg *leg)
{
    s->leg = leg;
    s->drawn = leg->outer_m < FLAT;
    if (!s->drawn)
        return 0;
    set_plane(&s->plane, leg->anchor);
    return draw(s, leg, &s->ours);
}

void sketch_free(sketch_t *s)
{
    free(s->ours.ax);
    free(s->theirs.ax);
}

/* What a point and the circles around it tell of a leg that is not drawn: `seen` for each of
   `count`. Whatever point of the leg is nearest, the way to it over its anchor is no shorter. */
void sketch_sift(const sketch_t *s, int count, const circles_t *circles, const float *x,
                 const float *y, double within_m, uint8_t *seen)
{
    enum { SOME = 8 * LANES };
    float square[SOME];
    int32_t odd[SOME];
    double reach = within_m + s->leg->radius_m, own = s->leg->outer_m * s->leg->outer_m;
    for (int first = 0; first < count; first += SOME) {
        int end = count - first < SOME ? count - first : SOME;
        s->lanes->nearest(&s->ours, end, x + first, y + first, square, odd);
        for (int i = 0; i < end; i++) {
            const circles_t *one = circles + first + i;
            double wide2 = one->chord2 > own ? one->chord2 : own;
            double doubt = DOUBT + ps_slack(reach + one->outer);
            double far = reach + one->outer * 1.00001 + doubt;
            double slope = 1 - 0.75 / (LEAST_R * LEAST_R) * wide2;
            double near = (reach + one->inner - doubt) * slope - DOUBT;
            int inside = s->leg->kind == PS_AREA && odd[i];
            if (seen[first + i] == UNSURE)
                seen[first + i] = wide2 >= FLAT * FLAT ? UNSURE
                              : near >= 1 && (inside || square[i] <= near * near) ? SURELY_NEAR
                              : !inside && square[i] > far * far                  ? SURELY_FAR
                                                                                  : UNSURE;
        }
    }
}

/* Whether a point lies inside the rings drawn. */
static int inside(const strokes_t *s, float x, float y)
{
    int odd = 0;
    for (int64_t i = 0; i < s->count; i++) {
        float dx = s->dx[i], dy = s->dy[i], wx = x - s->ax[i], wy = y - s->ay[i];
        odd ^= ((y <= s->ay[i]) != (y <= s->by[i])) & ((wy * dx > wx * dy) != (dy < 0));
    }
    return odd;
}

/* Whether the first corner of any ring of a leg lies inside the rings drawn. */
static int holds(const strokes_t *outer, const ps_leg *leg, const strokes_t *inner)
{
    for (uint32_t r = 0; r < leg->rings; r++) {
        uint32_t first = leg->vertex_first[r], corner = first - leg->vertex_first[0];
        if (first != leg->vertex_first[r + 1] &&
            inside(outer, inner->ax[corner], inner->ay[corner]))
            return 1;
    }
    return 0;
}

static int boxes_touch(const float *a, const float *b)
{
    return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

/* Whether the core distance is surely at most, or surely more than, `reach_m`, radii included;
   `chord_m` is between the two anchors. */
int sketch_look(sketch_t *s, const ps_leg *other, double chord_m, double reach_m)
{
    const strokes_t *ours = &s->ours, *theirs = &s->theirs;
    double wide = chord_m + other->outer_m, x;
    double doubt = DOUBT + ps_slack(reach_m), near, far;
    int seen;
    if (!s->drawn)
        return UNSURE;
    wide = wide > s->leg->outer_m ? wide : s->leg->outer_m;
    x = wide / LEAST_R;
    near = (reach_m - doubt) * (1 - 0.75 * x * x) - DOUBT;
    far = reach_m + doubt;
    if (!(wide < FLAT) || near < 1)
        return UNSURE;
    if (draw(s, other, &s->theirs))
        return -1;
    seen = s->lanes->look(ours, theirs, (float)near, (float)far);
    if (seen != SURELY_NEAR && boxes_touch(ours->box, theirs->box) &&
        ((s->leg->kind == PS_AREA && holds(ours, other, theirs)) ||
         (other->kind == PS_AREA && holds(theirs, s->leg, ours))))
        return SURELY_NEAR;
    return seen;
}
