/* The ring grid: boxes that came since the trees were packed.

   Latitude is cut into rows; each row goes round the globe in as many columns as its parallel is
   long, and in one column at a pole. A box stands in one cell, at the size of ring whose cells are
   at least as large as the box, so a search looks half a cell further than it asks. One writer adds
   while others search: a box is written in full before its bucket points to it. */
#include "tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TURN INT64_C(3600000000)
#define HALF_TURN INT64_C(1800000000)
#define POLE INT64_C(900000000)
#define SMALLEST 18 /* rows of 2^18 steps: 0.026 degrees, 2.9 km */
#define RINGS 14    /* at the largest, one row holds the globe */

/* Columns in a row: as wide as the row is high at the row's edge nearest the pole. */
static int64_t columns(int ring, int64_t row)
{
    int64_t high = INT64_C(1) << (SMALLEST + ring);
    int64_t south = row * high - POLE, north = south + high;
    int64_t far = llabs(south) > llabs(north) ? llabs(south) : llabs(north);
    double across;
    if (far >= POLE)
        return 1;
    across = (double)TURN * cos((double)far * 1e-7 * (3.14159265358979323846 / 180)) / (double)high;
    return across < 2 ? 1 : (int64_t)across;
}

static uint64_t cell_of(int ring, int64_t row, int64_t column)
{
    return (uint64_t)ring << 48 | (uint64_t)row << 24 | (uint64_t)column;
}

static uint32_t bucket_of(const grid_t *grid, uint64_t cell)
{
    cell *= UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(cell >> 32) & grid->mask;
}

static uint64_t home(const int32_t *sides)
{
    int64_t wide = (int64_t)sides[EAST] - sides[WEST], tall = (int64_t)sides[NORTH] - sides[SOUTH];
    int64_t x = ((int64_t)sides[EAST] + sides[WEST]) / 2 + HALF_TURN;
    int64_t y = ((int64_t)sides[NORTH] + sides[SOUTH]) / 2 + POLE;
    x = ((x % TURN) + TURN) % TURN;
    for (int ring = 0; ring < RINGS; ring++) {
        int64_t row = y >> (SMALLEST + ring);
        int64_t count;
        if (tall > INT64_C(1) << (SMALLEST + ring))
            continue;
        count = columns(ring, row);
        if (count == 1 || wide <= TURN / count)
            return cell_of(ring, row, count == 1 ? 0 : x * count / TURN);
    }
    return cell_of(RINGS - 1, 0, 0);
}

/* Make a grid with room for so many boxes; -1 when there is no memory for it. */
int grid_open(grid_t *grid, int64_t room)
{
    uint32_t buckets = 1024;
    memset(grid, 0, sizeof *grid);
    while (buckets < room && buckets < UINT32_C(1) << 30)
        buckets *= 2;
    grid->room = room;
    grid->mask = buckets - 1;
    grid->heads = malloc(buckets * sizeof *grid->heads);
    grid->next = malloc((size_t)room * sizeof *grid->next + 1);
    grid->cell = malloc((size_t)room * sizeof *grid->cell + 1);
    grid->sides = malloc((size_t)room * SIDES * sizeof *grid->sides + 1);
    if (!grid->heads || !grid->next || !grid->cell || !grid->sides) {
        grid_close(grid);
        return -1;
    }
    for (uint32_t i = 0; i < buckets; i++)
        atomic_init(&grid->heads[i], -1);
    return 0;
}

void grid_close(grid_t *grid)
{
    free((void *)grid->heads);
    free(grid->next);
    free(grid->cell);
    free(grid->sides);
    memset(grid, 0, sizeof *grid);
}

/* Add boxes, SIDES numbers each; -1 when there is no room, and then none is added. */
int grid_add(grid_t *grid, int64_t boxes, const int32_t *sides)
{
    int64_t at = atomic_load_explicit(&grid->boxes, memory_order_relaxed);
    if (boxes > grid->room - at)
        return -1;
    for (int64_t i = 0; i < boxes; i++, at++) {
        uint64_t cell = home(sides + i * SIDES);
        _Atomic int32_t *head = &grid->heads[bucket_of(grid, cell)];
        memcpy(grid->sides + at * SIDES, sides + i * SIDES, SIDES * sizeof *sides);
        grid->cell[at] = cell;
        grid->next[at] = atomic_load_explicit(head, memory_order_relaxed);
        atomic_store_explicit(head, (int32_t)at, memory_order_release);
        atomic_fetch_add_explicit(&grid->rings[cell >> 48], 1, memory_order_release);
        atomic_store_explicit(&grid->boxes, at + 1, memory_order_release);
    }
    return 0;
}

typedef struct {
    const grid_t *grid;
    const lookup_t *look;
    list_t *found;
} walk_t;

static int offer(const walk_t *walk, int64_t box)
{
    const int32_t *sides = walk->grid->sides + box * SIDES;
    if (touches(sides, walk->look->side[0]) ||
        (walk->look->count > 1 && touches(sides, walk->look->side[1]))) {
        if (list_room(walk->found, 1))
            return -1;
        walk->found->item[walk->found->count++] = (uint32_t)box;
    }
    return 0;
}

static int one_cell(const walk_t *walk, uint64_t cell)
{
    const grid_t *grid = walk->grid;
    int32_t at = atomic_load_explicit(&grid->heads[bucket_of(grid, cell)], memory_order_acquire);
    for (; at >= 0; at = grid->next[at])
        if (grid->cell[at] == cell) {
            int stop = offer(walk, at);
            if (stop)
                return stop;
        }
    return 0;
}

/* Rows south..north of one ring; west..east in steps counted from -180 degrees, unwrapped. */
typedef struct {
    int64_t south, north, west, east;
} reach_t;

static reach_t reach_of(const lookup_t *look, int ring)
{
    int64_t half = INT64_C(1) << (SMALLEST + ring - 1), rows;
    reach_t reach;
    rows = (2 * POLE) >> (SMALLEST + ring);
    half += 1; /* the middle of a box is rounded */
    reach.south = (look->side[0][SOUTH] + POLE - half) >> (SMALLEST + ring);
    reach.north = (look->side[0][NORTH] + POLE + half) >> (SMALLEST + ring);
    reach.south = reach.south < 0 ? 0 : reach.south;
    reach.north = reach.north > rows ? rows : reach.north;
    reach.west = look->west + HALF_TURN;
    reach.east = look->east + HALF_TURN;
    return reach;
}

/* First column and how many, of one row; every column once. */
static int64_t columns_of(const reach_t *reach, int64_t count, int64_t *first)
{
    int64_t half = TURN / count / 2 + 2, last;
    if (count == 1 || reach->east - reach->west + 2 * half >= TURN) {
        *first = 0;
        return count;
    }
    /* Steps from one turn west of the edge, so that the division never rounds towards zero. */
    *first = (reach->west - half + TURN) * count / TURN;
    last = (reach->east + half + TURN) * count / TURN;
    return last - *first + 1 < count ? last - *first + 1 : count;
}

static int one_ring(const walk_t *walk, int ring, int64_t most, int *narrow)
{
    reach_t reach = reach_of(walk->look, ring);
    int64_t cells = 0, first;
    for (int64_t row = reach.south; row <= reach.north && cells <= most; row++)
        cells += columns_of(&reach, columns(ring, row), &first);
    if (cells > most) { /* more cells than boxes: looking at every box is less work */
        *narrow = 0;
        return 0;
    }
    for (int64_t row = reach.south; row <= reach.north; row++) {
        int64_t count = columns(ring, row), wide = columns_of(&reach, count, &first);
        for (int64_t i = 0; i < wide; i++) {
            int stop = one_cell(walk, cell_of(ring, row, (first + i) % count));
            if (stop)
                return stop;
        }
    }
    return 0;
}

/* Append to `found` every box that touches the lookup, each once. */
int grid_search(const grid_t *grid, const lookup_t *look, list_t *found)
{
    walk_t walk = {grid, look, found};
    int64_t boxes = atomic_load_explicit(&grid->boxes, memory_order_acquire);
    for (int ring = 0; ring < RINGS; ring++) {
        int narrow = 1, stop;
        if (!atomic_load_explicit(&grid->rings[ring], memory_order_acquire))
            continue;
        stop = one_ring(&walk, ring, boxes, &narrow);
        for (int64_t i = 0; !stop && !narrow && i < boxes; i++)
            if (grid->cell[i] >> 48 == (uint64_t)ring)
                stop = offer(&walk, i);
        if (stop)
            return stop;
    }
    return 0;
}
