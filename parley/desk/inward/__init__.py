"""Ways in: what reaches a desk beside a plain submission, and what it hands out to whom.

    unproven   a stop request that could not be admitted is entered as heard, and rings
    dropping   other processes of this machine reach the one writer; the watch calls `take_dropped`
    handing    sealed parts go to whoever proves that they are sealed for it, and to nobody else
"""
