/* Ends: which rows are an entry's, and from which size of the record on they count no longer. */
#include "doors.h"

#define NEVER UINT32_MAX

typedef struct {
    PyObject_HEAD
    views_t views;
    const uint32_t *by_entry;
    life_t *life;
    int64_t count;
    double slope;
} Ends;

/* Ends((by_entry, life)): rows in the order of their entries, and their lives, written to. */
static PyObject *ends_new(PyTypeObject *type, PyObject *args, PyObject *names)
{
    static const size_t steps[2] = {4, sizeof(life_t)};
    PyObject *given;
    Ends *self;
    (void)names;
    if (!PyArg_ParseTuple(args, "O", &given))
        return NULL;
    self = (Ends *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (!self)
        return NULL;
    if (hold(given, steps, 2, &self->views) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    self->by_entry = self->views.view[0].buf;
    self->life = self->views.view[1].buf;
    self->count = length(&self->views, 0, 4);
    for (int64_t i = 0; i < self->count; i++)
        if (self->by_entry[i] >= length(&self->views, 1, sizeof(life_t)))
            self->count = -1;
    if (self->count < 0 || self->views.view[1].readonly) {
        PyErr_SetString(PyExc_ValueError, "expected rows there are, and lives that can be written");
        Py_DECREF(self);
        return NULL;
    }
    if (self->count > 1) {
        double least = self->life[self->by_entry[0]].entry;
        double most = self->life[self->by_entry[self->count - 1]].entry;
        self->slope = (double)(self->count - 1) / (most > least ? most - least : 1);
    }
    return (PyObject *)self;
}

static uint32_t entry_at(const Ends *self, int64_t n)
{
    return self->life[self->by_entry[n]].entry;
}

/* Where the rows of an entry begin: guessed along a straight line, then by halves. */
static int64_t first_of(const Ends *self, uint32_t entry)
{
    int64_t low = 0, high = self->count, guess;
    if (!high || entry_at(self, high - 1) < entry)
        return high;
    guess = (int64_t)(((double)entry - entry_at(self, 0)) * self->slope);
    if (guess > 0 && guess < high) {
        if (entry_at(self, guess) < entry)
            low = guess + 1;
        else if (entry_at(self, guess - 1) < entry)
            return guess;
        else
            high = guess;
    }
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (entry_at(self, middle) < entry)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static PyObject *ends_rows_of(PyObject *given, PyObject *number)
{
    const Ends *self = (const Ends *)given;
    unsigned long long entry = PyLong_AsUnsignedLongLong(number);
    PyObject *rows = PyErr_Occurred() ? NULL : PyList_New(0);
    int64_t n = rows && entry <= UINT32_MAX ? first_of(self, (uint32_t)entry) : self->count;
    for (; rows && n < self->count && entry_at(self, n) == entry; n++) {
        PyObject *row = PyLong_FromUnsignedLong(self->by_entry[n]);
        if (!row || PyList_Append(rows, row) < 0)
            Py_CLEAR(rows);
        Py_XDECREF(row);
    }
    return rows;
}

/* end(entry, at): from size `at` + 1 of the record on, its rows count no longer. */
static PyObject *ends_end(PyObject *given, PyObject *const *args, Py_ssize_t count)
{
    const Ends *self = (const Ends *)given;
    unsigned long long entry, at;
    if (count != 2)
        return PyErr_Format(PyExc_TypeError, "expected 2 arguments, got %zd", count);
    entry = PyLong_AsUnsignedLongLong(args[0]);
    at = PyErr_Occurred() ? 0 : PyLong_AsUnsignedLongLong(args[1]);
    if (PyErr_Occurred())
        return NULL;
    if (at >= NEVER)
        return PyErr_Format(PyExc_ValueError, "expected a size below 2^32-1, got %llu", at);
    if (entry <= UINT32_MAX)
        for (int64_t n = first_of(self, (uint32_t)entry);
             n < self->count && entry_at(self, n) == entry; n++) {
            life_t *life = self->life + self->by_entry[n];
            if (life->withdrawn == NEVER && life->recorded < at)
                life->withdrawn = (uint32_t)at;
        }
    Py_RETURN_NONE;
}

static void ends_dealloc(PyObject *self) { dealloc_with(self, &((Ends *)self)->views); }

static PyMethodDef ends_methods[] = {
    {"rows_of", ends_rows_of, METH_O, "The rows of an entry."},
    {"end", (PyCFunction)(void (*)(void))ends_end, METH_FASTCALL,
     "From this size of the record on, the rows of an entry count no longer."},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot ends_slots[] = {
    {Py_tp_doc, "Ends rows of packed trees, an entry at a time."},
    {Py_tp_new, ends_new},
    {Py_tp_dealloc, ends_dealloc},
    {Py_tp_methods, ends_methods},
    {0, NULL},
};
PyType_Spec ends_spec = {"parley.space._kernel.Ends", sizeof(Ends), 0, Py_TPFLAGS_DEFAULT,
                         ends_slots};
