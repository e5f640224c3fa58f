/* parley.space._kernel: the doors between Python and the kernel, and nothing else.

   Arrays come in through the buffer protocol and are held, not copied; every search and every
   measurement runs without the interpreter's lock. Written to the stable ABI of Python 3.11. */
#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "index.h"
#include "preparing.h"

#include <stdlib.h>

#define MOST_VIEWS 13

typedef struct {
    Py_buffer view[MOST_VIEWS];
    int count;
} views_t;

static void let_go(views_t *views)
{
    while (views->count)
        PyBuffer_Release(&views->view[--views->count]);
}

/* Hold the buffers of a tuple; each must be a whole number of steps long. */
static int hold(PyObject *given, const size_t *steps, int count, views_t *views)
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

static int64_t length(const views_t *views, int i, size_t step)
{
    return (int64_t)((size_t)views->view[i].len / step);
}

static void dealloc_with(PyObject *self, views_t *views)
{
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    let_go(views);
    release(self);
    Py_DECREF(type);
}

/* ---- Legs: what is asked about ---- */

typedef struct {
    PyObject_HEAD
    views_t views;
    legs_t legs;
    int32_t *sides;
} Legs;

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
static PyType_Spec legs_spec = {"parley.space._kernel.Legs", sizeof(Legs), 0, Py_TPFLAGS_DEFAULT,
                                legs_slots};

/* ---- Grid: boxes that came since ---- */

typedef struct {
    PyObject_HEAD
    grid_t grid;
} Grid;

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
static PyType_Spec grid_spec = {"parley.space._kernel.Grid", sizeof(Grid), 0, Py_TPFLAGS_DEFAULT,
                                grid_slots};

/* ---- Part: rows of legs, and what finds them ---- */

typedef struct {
    PyObject_HEAD
    views_t views;
    part_t part;
    PyObject *grid;
} Part;

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
static PyType_Spec part_spec = {"parley.space._kernel.Part", sizeof(Part), 0, Py_TPFLAGS_DEFAULT,
                                part_slots};

/* ---- asking ---- */

#define MOST_PARTS 16

static int parts_of(PyObject *given, const part_t **parts)
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

static legs_t *legs_of(PyObject *given)
{
    if (PyType_GetSlot(Py_TYPE(given), Py_tp_new) != (void *)legs_new) {
        PyErr_SetString(PyExc_TypeError, "expected Legs");
        return NULL;
    }
    return &((Legs *)given)->legs;
}

/* near(parts, legs, (first, last), (within_m, tolerance_s, known, layers, measure)) -> bytes */
static PyObject *near(PyObject *module, PyObject *args)
{
    PyObject *given, *legs_given, *found;
    const part_t *parts[MOST_PARTS];
    legs_t *legs;
    ask_t ask;
    hits_t hits = {NULL, 0, 0};
    long long first, last, tolerance_s;
    int count, stop = 0;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO(LL)(dLIIp)", &given, &legs_given, &first, &last, &ask.within_m,
                          &tolerance_s, &ask.known, &ask.layers, &ask.measure))
        return NULL;
    count = parts_of(given, parts);
    legs = legs_of(legs_given);
    if (count < 0 || !legs)
        return NULL;
    if (first < 0 || last < first || last > legs->count || !(ask.within_m >= 0) || tolerance_s < 0) {
        PyErr_SetString(PyExc_ValueError, "expected legs there are, and no negative distance");
        return NULL;
    }
    ask.tolerance_s = tolerance_s;
    Py_BEGIN_ALLOW_THREADS
    for (int64_t leg = first; leg < last && !stop; leg++)
        stop = index_near(parts, count, legs, leg, &ask, &hits);
    Py_END_ALLOW_THREADS
    found = stop ? PyErr_NoMemory()
                 : PyBytes_FromStringAndSize((const char *)hits.hit,
                                             hits.count * (Py_ssize_t)sizeof(hit_t));
    free(hits.hit);
    return found;
}

/* measure(parts, legs, hits): fill in the distances that were not needed before. */
static PyObject *measure(PyObject *module, PyObject *args)
{
    PyObject *given, *legs_given, *hits;
    const part_t *parts[MOST_PARTS];
    legs_t *legs;
    Py_buffer view;
    int count, failed;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOO", &given, &legs_given, &hits))
        return NULL;
    count = parts_of(given, parts);
    legs = legs_of(legs_given);
    if (count < 0 || !legs || PyObject_GetBuffer(hits, &view, PyBUF_WRITABLE) < 0)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    failed = index_measure(parts, legs, view.len / (Py_ssize_t)sizeof(hit_t), view.buf);
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&view);
    if (failed)
        return PyErr_NoMemory();
    Py_RETURN_NONE;
}

/* ---- building ---- */

static PyObject *no_bytes(Py_ssize_t size) { return PyBytes_FromStringAndSize(NULL, size); }

/* sides((began_s, ended_s, box, box_leg)) -> bytes: one box per leg */
static PyObject *sides(PyObject *module, PyObject *given)
{
    static const size_t steps[4] = {8, 8, 16, 4};
    views_t views;
    PyObject *made;
    (void)module;
    if (hold(given, steps, 4, &views) < 0)
        return NULL;
    made = no_bytes((Py_ssize_t)(length(&views, 0, 8) * SIDES * 4));
    if (made && length(&views, 1, 8) == length(&views, 0, 8) &&
        length(&views, 2, 16) == length(&views, 3, 4)) {
        sides_of(length(&views, 0, 8), views.view[0].buf, views.view[1].buf, views.view[2].buf,
                 views.view[3].buf, length(&views, 2, 16), (int32_t *)PyBytes_AsString(made));
    } else if (made) {
        Py_CLEAR(made);
        PyErr_SetString(PyExc_ValueError, "expected two times per leg and a leg per box");
    }
    let_go(&views);
    return made;
}

/* order(sides, dims) -> bytes: which box stands where along the curve */
static PyObject *order(PyObject *module, PyObject *args)
{
    PyObject *given, *made = NULL;
    Py_buffer view;
    int dims, failed = 0;
    (void)module;
    if (!PyArg_ParseTuple(args, "Oi", &given, &dims) ||
        PyObject_GetBuffer(given, &view, PyBUF_C_CONTIGUOUS) < 0)
        return NULL;
    if (view.len % (SIDES * 4) || (dims != 2 && dims != 3))
        PyErr_SetString(PyExc_ValueError, "expected six 32-bit sides per box, and 2 or 3 dimensions");
    else
        made = no_bytes(view.len / SIDES);
    if (made) {
        uint32_t *into = (uint32_t *)PyBytes_AsString(made);
        Py_BEGIN_ALLOW_THREADS
        failed = hilbert_order(view.len / (SIDES * 4), view.buf, dims, into);
        Py_END_ALLOW_THREADS
    }
    PyBuffer_Release(&view);
    if (failed) {
        Py_DECREF(made);
        return PyErr_NoMemory();
    }
    return made;
}

/* fill(sides) -> bytes: the nodes of the tree over boxes that stand in their order */
static PyObject *fill(PyObject *module, PyObject *given)
{
    Py_buffer view;
    PyObject *made = NULL;
    int64_t boxes;
    (void)module;
    if (PyObject_GetBuffer(given, &view, PyBUF_C_CONTIGUOUS) < 0)
        return NULL;
    boxes = view.len / (SIDES * 4);
    if (view.len % (SIDES * 4))
        PyErr_SetString(PyExc_ValueError, "expected six 32-bit sides per box");
    else
        made = no_bytes((Py_ssize_t)(tree_nodes(boxes) * SIDES * FANOUT * 4));
    if (made)
        tree_fill(boxes, view.buf, (int32_t *)PyBytes_AsString(made));
    PyBuffer_Release(&view);
    return made;
}

static PyMethodDef methods[] = {
    {"near", near, METH_VARARGS, "Every leg near the legs asked about, as packed hits."},
    {"measure", measure, METH_VARARGS, "Fill in the distances of hits settled by circles."},
    {"sides", sides, METH_O, "One box per leg, unwrapped across the antimeridian."},
    {"prepare", prepare_door, METH_VARARGS, "Legs as told made ready to be searched and measured."},
    {"order", order, METH_VARARGS, "The order of boxes along a Hilbert curve."},
    {"fill", fill, METH_O, "The nodes of a packed tree over ordered boxes."},
    {NULL, NULL, 0, NULL},
};

static int exec(PyObject *module)
{
    PyType_Spec *specs[] = {&legs_spec, &grid_spec, &part_spec};
    static const char *const names[] = {"Legs", "Grid", "Part"};
    for (int i = 0; i < 3; i++) {
        PyObject *type = PyType_FromModuleAndSpec(module, specs[i], NULL);
        if (!type || PyModule_AddObjectRef(module, names[i], type) < 0) {
            Py_XDECREF(type);
            return -1;
        }
        Py_DECREF(type);
    }
    return PyModule_AddIntConstant(module, "VERSION", 1);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, exec},
    {0, NULL},
};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_kernel",
                                 "The compiled engine of parley.space.", 0, methods, slots, NULL,
                                 NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModuleDef_Init(&definition); }
