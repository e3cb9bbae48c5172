"""An attacker who holds the packages of several releases, and offices to try it on.

Written apart from the program: nothing of its protection or audit is used, only the files of the
packages, the specifications and scipy's and HiGHS's linear programs.
"""
