/* What Python hands over, as the kernel sees it: arrays are held, not copied. */
#include "doors.h"

typedef struct {
    PyObject_HEAD
    views_t views;
    legs_t legs;
    int32_t *sides;
} Legs;

typedef struct {
    PyObject_HEAD
    grid_t grid;
} Grid;

typedef struct {
    PyObject_HEAD
    views_t views;
    part_t part;
    PyObject *grid;
} Part;

void let_go(views_t *views)
{
    while (views->count)
        PyBuffer_Release(&views->view[--views->count]);
}

/* Hold the buffers of a tuple; each must be a whole number of steps long. */
int hold(PyObject *given, const size_t *steps, int count, views_t *views)
{
    views->count = 0;
    if (!PyTuple_Check(given) || PyTuple_Size(given) != count) {
        PyErr_Format(PyExc_TypeError, "expected a tuple of %d arrays", count);
        return -1;
    }
    for (int i = 0; i < count; i++) {
        Py_buffer *view = &views->view[i];
        if (PyObject_GetBuffer(PyTuple_GetItem(given, i), view, PyBUF_C_CONTIGUOUS) < 0) {
            let_go(views);
            return -1;
        }
        views->count++;
        if ((size_t)view->len % steps[i]) {
            PyErr_Format(PyExc_ValueError, "expected steps of %d bytes, got %zd bytes, at array %d",
                         (int)steps[i], view->len, i);
            let_go(views);
            return -1;
        }
    }
    return 0;
}

int64_t length(const views_t *views, int i, size_t step)
{
    return (int64_t)((size_t)views->view[i].len / step);
}

/* The end of an object that held buffers. */
void dealloc_with(PyObject *self, views_t *views)
{
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    let_go(views);
    release(self);
    Py_DECREF(type);
}

/* ---- Legs: what is asked about ---- */

static const size_t LEGS_STEPS[13] = {4, 1, 4, 4, 4, 12, 12, 4, 4, 4, 4, 1, 24};

/* Legs((volume, kind, radius_m, ring_first, vertex_first, xyz, anchor, outer_m, inner_m, floor_cm,
   ceiling_cm, datums, sides)) */
static PyObject *legs_new(PyTypeObject *type, PyObject *args, PyObject *names)
{
    PyObject *given;
    Legs *self;
    legs_t *legs;
    (void)names;
    if (!PyArg_ParseTuple(args, "O", &given))
        return NULL;
    self = (Legs *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (!self)
        return NULL;
    if (hold(given, LEGS_STEPS, 13, &self->views) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    legs = &self->legs;
    legs->count = length(&self->views, 1, 1);
    for (int i = 0; i < 13; i++)
        if (i != 3 && i != 4 && i != 5 && length(&self->views, i, LEGS_STEPS[i]) != legs->count) {
            PyErr_Format(PyExc_ValueError, "expected one item per leg, at array %d", i);
            Py_DECREF(self);
            return NULL;
        }
    if (length(&self->views, 3, 4) != legs->count + 1) {
        PyErr_SetString(PyExc_ValueError, "expected one ring_first more than there are legs");
        Py_DECREF(self);
        return NULL;
    }
    legs->volume = self->views.view[0].buf;
    legs->shape.kind = self->views.view[1].buf;
    legs->shape.radius_m = self->views.view[2].buf;
    legs->shape.ring_first = self->views.view[3].buf;
    legs->shape.vertex_first = self->views.view[4].buf;
    legs->shape.xyz = self->views.view[5].buf;
    legs->shape.anchor = self->views.view[6].buf;
    legs->shape.outer_m = self->views.view[7].buf;
    legs->inner_m = self->views.view[8].buf;
    legs->floor_cm = self->views.view[9].buf;
    legs->ceiling_cm = self->views.view[10].buf;
    legs->datums = self->views.view[11].buf;
    legs->sides = self->views.view[12].buf;
    return (PyObject *)self;
}

static void legs_dealloc(PyObject *self) { dealloc_with(self, &((Legs *)self)->views); }

static PyType_Slot legs_slots[] = {
    {Py_tp_doc, "Legs made ready to be asked about."},
    {Py_tp_new, legs_new},
    {Py_tp_dealloc, legs_dealloc},
    {0, NULL},
};
PyType_Spec legs_spec = {"parley.space._kernel.Legs", sizeof(Legs), 0, Py_TPFLAGS_DEFAULT,
                                legs_slots};

/* ---- Grid: boxes that came since ---- */

static PyObject *grid_new(PyTypeObject *type, PyObject *args, PyObject *names)
{
    long long room;
    Grid *self;
    (void)names;
    if (!PyArg_ParseTuple(args, "L", &room))
        return NULL;
    if (room < 1 || room > INT32_MAX)
        return PyErr_Format(PyExc_ValueError, "expected room for 1 to 2^31-1 boxes, got %lld", room);
    self = (Grid *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (self && grid_open(&self->grid, room) < 0) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

static void grid_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    grid_close(&((Grid *)self)->grid);
    release(self);
    Py_DECREF(type);
}

/* add(sides): the boxes take the next rows. */
static PyObject *grid_add_boxes(PyObject *self, PyObject *sides)
{
    Py_buffer view;
    int full;
    if (PyObject_GetBuffer(sides, &view, PyBUF_C_CONTIGUOUS) < 0)
        return NULL;
    if (view.len % (SIDES * 4)) {
        PyBuffer_Release(&view);
        PyErr_SetString(PyExc_ValueError, "expected six 32-bit sides per box");
        return NULL;
    }
    full = grid_add(&((Grid *)self)->grid, view.len / (SIDES * 4), view.buf);
    PyBuffer_Release(&view);
    if (full) {
        PyErr_SetString(PyExc_IndexError, "expected room for these boxes, got a full grid");
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyMethodDef grid_methods[] = {
    {"add", grid_add_boxes, METH_O, "Add boxes; one writer at a time."},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot grid_slots[] = {
    {Py_tp_doc, "A ring grid of boxes that came since the trees were packed."},
    {Py_tp_new, grid_new},
    {Py_tp_dealloc, grid_dealloc},
    {Py_tp_methods, grid_methods},
    {0, NULL},
};
PyType_Spec grid_spec = {"parley.space._kernel.Grid", sizeof(Grid), 0, Py_TPFLAGS_DEFAULT,
                                grid_slots};

/* ---- Part: rows of legs, and what finds them ---- */

static const size_t PART_STEPS[7] = {sizeof(leaf_t), sizeof(life_t), 4, 4, 4, 12,
                                     SIDES * FANOUT * 4};

static int part_check(const Part *self, int64_t first, int64_t boxes)
{
    const views_t *views = &self->views;
    if (first < 0 || boxes < 0 || first + boxes > length(views, 0, sizeof(leaf_t)) ||
        first + boxes > length(views, 1, sizeof(life_t)) ||
        first + boxes > length(views, 2, 4) || first + boxes + 1 > length(views, 3, 4)) {
        PyErr_SetString(PyExc_ValueError, "expected a row for every box");
        return -1;
    }
    if (!self->grid && length(views, 6, SIDES * FANOUT * 4) != tree_nodes(boxes)) {
        PyErr_SetString(PyExc_ValueError, "expected the nodes of that many boxes");
        return -1;
    }
    return 0;
}

/* Part((leaf, life, radius_m, ring_first, vertex_first, xyz, nodes), first_row, boxes, grid) */
static PyObject *part_new(PyTypeObject *type, PyObject *args, PyObject *names)
{
    PyObject *given, *grid = NULL;
    long long first, boxes;
    Part *self;
    (void)names;
    if (!PyArg_ParseTuple(args, "OLL|O", &given, &first, &boxes, &grid))
        return NULL;
    self = (Part *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (!self)
        return NULL;
    if (grid) {
        Py_INCREF(grid);
        self->grid = grid;
        if (PyType_GetSlot(Py_TYPE(grid), Py_tp_new) != (void *)grid_new) {
            PyErr_SetString(PyExc_TypeError, "expected a Grid");
            Py_DECREF(self);
            return NULL;
        }
        boxes = ((Grid *)grid)->grid.room;
    }
    if (hold(given, PART_STEPS, 7, &self->views) < 0 || part_check(self, first, boxes) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    self->part.leaf = self->views.view[0].buf;
    self->part.life = self->views.view[1].buf;
    self->part.radius_m = self->views.view[2].buf;
    self->part.ring_first = self->views.view[3].buf;
    self->part.vertex_first = self->views.view[4].buf;
    self->part.xyz = self->views.view[5].buf;
    self->part.first_row = first;
    self->part.grid = grid ? &((Grid *)grid)->grid : NULL;
    if (!grid)
        tree_open(&self->part.tree, boxes, self->views.view[6].buf);
    return (PyObject *)self;
}

static void part_dealloc(PyObject *self)
{
    Py_XDECREF(((Part *)self)->grid);
    dealloc_with(self, &((Part *)self)->views);
}

static PyType_Slot part_slots[] = {
    {Py_tp_doc, "Rows of legs with the tree or the grid that finds them."},
    {Py_tp_new, part_new},
    {Py_tp_dealloc, part_dealloc},
    {0, NULL},
};
PyType_Spec part_spec = {"parley.space._kernel.Part", sizeof(Part), 0, Py_TPFLAGS_DEFAULT,
                                part_slots};

/* ---- what is inside ---- */

int parts_of(PyObject *given, const part_t **parts)
{
    Py_ssize_t count;
    if (!PyTuple_Check(given) || (count = PyTuple_Size(given)) > MOST_PARTS) {
        PyErr_Format(PyExc_TypeError, "expected a tuple of at most %d parts", MOST_PARTS);
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *one = PyTuple_GetItem(given, i);
        if (PyType_GetSlot(Py_TYPE(one), Py_tp_new) != (void *)part_new) {
            PyErr_SetString(PyExc_TypeError, "expected a Part");
            return -1;
        }
        parts[i] = &((Part *)one)->part;
    }
    return (int)count;
}

const legs_t *legs_of(PyObject *given)
{
    if (PyType_GetSlot(Py_TYPE(given), Py_tp_new) != (void *)legs_new) {
        PyErr_SetString(PyExc_TypeError, "expected Legs");
        return NULL;
    }
    return &((Legs *)given)->legs;
}
