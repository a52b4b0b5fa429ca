"""e"""
from .data import Ecosystem
