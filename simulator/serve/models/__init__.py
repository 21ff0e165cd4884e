"""What stands behind a web server: the scoring process and, where one is configured, a model server.

`watch` starts programs and keeps them up, `leash` ends them when the web server is gone, `backing` knows which
programs, and `patient` lets a turn wait for a model server that is coming back.
"""
