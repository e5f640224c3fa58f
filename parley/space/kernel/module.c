/* parley.space._kernel: the doors between Python and the kernel, and nothing else.

   Arrays come in through the buffer protocol and are held, not copied; every search and every
   measurement runs without the interpreter's lock. Written to the stable ABI of Python 3.11. */
#include "doors.h"
#include "preparing.h"

#include <stdlib.h>

/* ---- asking ---- */

static const lanes_t *lanes;

/* The numbers of near's last two arguments; -1 and an error where they are none. */
static int wish_of(PyObject *which, PyObject *wish, const legs_t *legs, int64_t *first,
                   int64_t *last, ask_t *ask)
{
    if (!PyTuple_Check(which) || PyTuple_Size(which) != 2 || !PyTuple_Check(wish) ||
        PyTuple_Size(wish) != 5) {
        PyErr_SetString(PyExc_TypeError, "expected tuples of 2 and of 5 numbers");
        return -1;
    }
    *first = PyLong_AsLongLong(PyTuple_GetItem(which, 0));
    *last = PyLong_AsLongLong(PyTuple_GetItem(which, 1));
    ask->within_m = PyFloat_AsDouble(PyTuple_GetItem(wish, 0));
    ask->tolerance_s = PyLong_AsLongLong(PyTuple_GetItem(wish, 1));
    ask->known = (uint32_t)PyLong_AsUnsignedLong(PyTuple_GetItem(wish, 2));
    ask->layers = (uint32_t)PyLong_AsUnsignedLong(PyTuple_GetItem(wish, 3));
    ask->measure = PyObject_IsTrue(PyTuple_GetItem(wish, 4));
    if (PyErr_Occurred())
        return -1;
    if (*first < 0 || *last < *first || *last > legs->count || !(ask->within_m >= 0) ||
        ask->tolerance_s < 0) {
        PyErr_SetString(PyExc_ValueError, "expected legs there are, and no negative distance");
        return -1;
    }
    return 0;
}

/* near(parts, legs, (first, last), (within_m, tolerance_s, known, layers, measure)) -> the hits as a
   buffer, and how many of them are borderline */
static PyObject *near(PyObject *module, PyObject *const *args, Py_ssize_t given)
{
    const part_t *parts[MOST_PARTS];
    const legs_t *legs;
    PyObject *hits, *borderline, *both = NULL;
    ask_t ask;
    desk_t *desk;
    int64_t first, last;
    int count, stop = 0;
    (void)module;
    if (given != 4)
        return PyErr_Format(PyExc_TypeError, "expected 4 arguments, got %zd", given);
    count = parts_of(args[0], parts);
    legs = count < 0 ? NULL : legs_of(args[1]);
    if (!legs || wish_of(args[2], args[3], legs, &first, &last, &ask))
        return NULL;
    desk = take_desk(lanes);
    if (!desk)
        return PyErr_NoMemory();
    Py_BEGIN_ALLOW_THREADS
    for (int64_t leg = first; leg < last && !stop; leg++)
        stop = index_near(parts, count, legs, leg, &ask, desk);
    Py_END_ALLOW_THREADS
    borderline = PyLong_FromLongLong(desk->borderline);
    hits = stop ? PyErr_NoMemory() : hits_of(desk);
    if (hits && borderline)
        both = PyTuple_Pack(2, hits, borderline);
    Py_XDECREF(hits);
    Py_XDECREF(borderline);
    leave_desk(desk);
    return both;
}

/* measure(parts, legs, hits): fill in the distances that were not needed before. */
static PyObject *measure(PyObject *module, PyObject *args)
{
    PyObject *given, *legs_given, *hits;
    const part_t *parts[MOST_PARTS];
    const legs_t *legs;
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

/* lanes(bits) -> str: from now on use loops of at most so many bits; for the tests. */
static PyObject *choose_lanes(PyObject *module, PyObject *bits)
{
    long most = PyLong_AsLong(bits);
    (void)module;
    if (most == -1 && PyErr_Occurred())
        return NULL;
    lanes = lanes_of((int)most);
    return PyUnicode_FromString(lanes->name);
}

static PyMethodDef methods[] = {
    {"near", (PyCFunction)(void (*)(void))near, METH_FASTCALL,
     "Every leg near the legs asked about, as packed hits, and how many are borderline."},
    {"measure", measure, METH_VARARGS, "Fill in the distances of hits settled by circles."},
    {"sides", sides, METH_O, "One box per leg, unwrapped across the antimeridian."},
    {"prepare", prepare_door, METH_VARARGS, "Legs as told made ready to be searched and measured."},
    {"order", order, METH_VARARGS, "The order of boxes along a Hilbert curve."},
    {"fill", fill, METH_O, "The nodes of a packed tree over ordered boxes."},
    {"lanes", choose_lanes, METH_O, "Use loops of at most so many bits."},
    {NULL, NULL, 0, NULL},
};

static int exec(PyObject *module)
{
    PyType_Spec *specs[] = {&legs_spec, &grid_spec, &part_spec, &ends_spec};
    static const char *const names[] = {"Legs", "Grid", "Part", "Ends"};
    for (int i = 0; i < 4; i++) {
        PyObject *type = PyType_FromModuleAndSpec(module, specs[i], NULL);
        if (!type || PyModule_AddObjectRef(module, names[i], type) < 0) {
            Py_XDECREF(type);
            return -1;
        }
        Py_DECREF(type);
    }
    lanes = lanes_of(512);
    hits_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &hits_spec, NULL);
    if (!hits_type)
        return -1;
    return PyModule_AddIntConstant(module, "VERSION", 2);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, exec},
    {0, NULL},
};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_kernel",
                                 "The compiled engine of parley.space.", 0, methods, slots, NULL,
                                 NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModuleDef_Init(&definition); }
