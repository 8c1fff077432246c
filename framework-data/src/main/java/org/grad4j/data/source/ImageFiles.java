package org.grad4j.data.source;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.grad4j.data.Image;

/**
 * Reads image files with the readers that {@code javax.imageio} has (JPEG, PNG, GIF, BMP, TIFF;
 * more by plug-ins on the class path).
 *
 * <p>The dimensions are read first, and an image with too many pixels is refused before memory is
 * set aside for it: a file of 100 kB may claim gigabytes. Transparency is dropped, of several
 * images in a file the first is taken. Safe for concurrent use.
 */
public final class ImageFiles {
    /**
     * The most pixels that an image may have unless one says otherwise: 64 million, which take
     * about 1 GB while they are read in colour.
     */
    public static final long MAX_PIXELS = 64_000_000;

    private ImageFiles() {}

    /**
     * Reads a colour image: {@code [3, h, w]} in {@code [0, 1]}.
     *
     * @param file the file
     * @return the image
     * @throws NullPointerException if the file is null
     * @throws DatasetNotFoundException if there is no such file
     * @throws DatasetFormatException if it is not an image, is damaged, or has more than {@link
     *     #MAX_PIXELS} pixels
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static Image read(Path file) {
        return read(file, 3, MAX_PIXELS);
    }

    /**
     * Reads an image in colour or in grey, {@code 0.299 r + 0.587 g + 0.114 b}: {@code [channels,
     * h, w]} in {@code [0, 1]}.
     *
     * @param file the file
     * @param channels 3 for colour, 1 for grey
     * @param maxPixels the most pixels, height times width, that the image may have
     * @return the image
     * @throws IllegalArgumentException if the number of channels is another, or that of pixels not
     *     positive
     * @throws NullPointerException if the file is null
     * @throws DatasetNotFoundException if there is no such file
     * @throws DatasetFormatException if it is not an image, is damaged, or has too many pixels
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static Image read(Path file, int channels, long maxPixels) {
        checkSettings(channels, maxPixels);
        SourceFiles.requireFile(file);
        if (!Files.isReadable(file)) {
            throw SourceFiles.cannotRead(file, new AccessDeniedException(file.toString()));
        }
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            return toImage(decode(file, in, maxPixels), channels);
        } catch (IOException | RuntimeException error) {
            if (error instanceof DatasetFormatException) {
                throw (DatasetFormatException) error;
            }
            // The decoders answer damage with whatever exception they run into.
            throw new DatasetFormatException(file, "damaged image (" + error + ")", error);
        }
    }

    static void checkSettings(int channels, long maxPixels) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(
                    "images are read with 3 channels or, in grey, 1, got " + channels);
        }
        if (maxPixels <= 0) {
            throw new IllegalArgumentException("maxPixels must be positive, got " + maxPixels);
        }
    }

    private static BufferedImage decode(Path file, ImageInputStream in, long maxPixels)
            throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        if (!readers.hasNext()) {
            throw new DatasetFormatException(
                    file,
                    "not an image of a format that is known here (JPEG, PNG, GIF, BMP, TIFF)");
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(in, true, true);
            long width = reader.getWidth(0);
            long height = reader.getHeight(0);
            if (width <= 0 || height <= 0) {
                throw new DatasetFormatException(file, "has no pixels: " + width + " x " + height);
            }
            if (width * height > maxPixels) {
                throw new DatasetFormatException(
                        file,
                        "has "
                                + width
                                + " x "
                                + height
                                + " pixels, more than the limit of "
                                + maxPixels);
            }
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static Image toImage(BufferedImage source, int channels) {
        int height = source.getHeight();
        int width = source.getWidth();
        Image image = Image.zeros(channels, height, width);
        boolean indexed = source.getColorModel() instanceof IndexColorModel;
        if (source.getRaster().getNumBands() <= 2 && !indexed) {
            grey(source, image);
        } else {
            colour(source, image);
        }
        return image;
    }

    /** From the samples themselves, since getRGB takes them for linear light and brightens them. */
    private static void grey(BufferedImage source, Image image) {
        Raster raster = source.getRaster();
        float most = (1L << source.getSampleModel().getSampleSize(0)) - 1;
        int plane = image.height() * image.width();
        int[] row = new int[image.width()];
        for (int y = 0; y < image.height(); y++) {
            raster.getSamples(0, y, image.width(), 1, 0, row);
            for (int x = 0; x < row.length; x++) {
                for (int c = 0; c < image.channels(); c++) {
                    image.pixels()[c * plane + y * row.length + x] = row[x] / most;
                }
            }
        }
    }

    private static void colour(BufferedImage source, Image image) {
        float[] pixels = image.pixels();
        int plane = image.height() * image.width();
        int[] row = new int[image.width()];
        for (int y = 0; y < image.height(); y++) {
            source.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                int at = y * row.length + x;
                int r = row[x] >> 16 & 0xFF;
                int g = row[x] >> 8 & 0xFF;
                int b = row[x] & 0xFF;
                if (image.channels() == 1) {
                    pixels[at] = (0.299f * r + 0.587f * g + 0.114f * b) / 255;
                } else {
                    pixels[at] = r / 255f;
                    pixels[plane + at] = g / 255f;
                    pixels[2 * plane + at] = b / 255f;
                }
            }
        }
    }
}
