"""Préparer, évaluer, délibérer, signer : the jury of a French certification, on a laptop without a network.

The package’s rooms and who may import whom are told in the README; this module holds the version, no more.
"""

__version__ = "0.1.0"
