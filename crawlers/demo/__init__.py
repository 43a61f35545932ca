"""«Ақ Жайық тынысы»: a newspaper that does not exist, served on loopback to try the archive on."""
