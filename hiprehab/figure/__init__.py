"""The illustrated body: skeleton, poses, surface and a software renderer.

Only ``paint`` uses Qt.  ``motion`` and ``stills`` use nothing but the standard library, so
lists and the first paint never load numpy.  ``docs/figure.md`` explains how the parts fit.
"""
