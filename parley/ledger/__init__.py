"""The ledger: one order for everything said, which both sides can check and nobody can edit.

It knows order, signatures, keys, sealed parts and proofs. It does not know what a ceasefire is.

    open_ledger(folder, ...) -> Ledger     one writer, durable before it answers
    Draft(record, ...)                     what an author signs; `signed_by` makes a submission
    Ledger.submit(submission) -> Receipt   a retry gets the first receipt
    checks                                 verify_export, verify_receipt, prove_absence, fsck

Formats are the field's own: DSSE envelopes, RFC 8785 JSON, RFC 6962 hashing, C2SP tlog texts.
"""

from parley.ledger.admission import Custody
from parley.ledger.checks.audit import Progress, quiet
from parley.ledger.checks.export import export_files, sample, write_export
from parley.ledger.checks.files import DiskFiles, Files, MemoryFiles, read_regular
from parley.ledger.checks.fsck import Checked, fsck
from parley.ledger.checks.verify import Absence, Verdict, prove_absence, verify_export
from parley.ledger.draft import Draft, digest_in
from parley.ledger.draft import Signer as ActSigner
from parley.ledger.folder import open_ledger
from parley.ledger.keys import Key, KeyRing
from parley.ledger.leaf import Payload, Seen
from parley.ledger.log import Ledger, Logged
from parley.ledger.receipt import Receipt, read_receipt, verify_receipt, write_receipt
from parley.ledger.sealing import Revealed, SealKey

__all__ = [
    "Absence",
    "ActSigner",
    "Checked",
    "Custody",
    "DiskFiles",
    "Draft",
    "Files",
    "Key",
    "KeyRing",
    "Ledger",
    "Logged",
    "MemoryFiles",
    "Payload",
    "Progress",
    "Receipt",
    "Revealed",
    "SealKey",
    "Seen",
    "Verdict",
    "digest_in",
    "export_files",
    "fsck",
    "open_ledger",
    "prove_absence",
    "quiet",
    "read_receipt",
    "read_regular",
    "sample",
    "verify_export",
    "verify_receipt",
    "write_export",
    "write_receipt",
]
